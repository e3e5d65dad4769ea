using Booking.Contracts;
using Booking.Service.Availability;
using Booking.Service.Web.Holding;
using NodaTime;
using NodaTime.Text;

namespace Booking.Service.Web.Finding;

/// <summary>A doctor's free times: a month with its counts, a week of times, and one time that was picked already.</summary>
static class Calendar
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/doctors/{id:guid}/times", Get).RequireAuthorization(Policies.Anyone);

    /// <summary>The calendar with one time picked.</summary>
    public static string Address(Guid doctor, AppointmentType type, Instant start) =>
        $"/doctors/{doctor}/times?type={Wire.Name(type)}&start={Uri.EscapeDataString(InstantPattern.ExtendedIso.Format(start))}";

    /// <summary>The calendar of standard visits with the times of one day.</summary>
    public static string Address(Guid doctor, LocalDate date) => $"/doctors/{doctor}/times?date={LocalDatePattern.Iso.Format(date)}";

    // The one page that asks for no JSON: a busy doctor's is hundreds of kilobytes, of which a page shows a week and forty counts.
    static async Task<IResult> Get(Guid id, Viewer viewer, DoctorNames names, SeenCalendars calendars, CancellationToken ct)
    {
        var asked = AskedTimes.Of(viewer);
        var (doctor, seen) = (names.Of(id, viewer, ct), calendars.Of(viewer.Http, new(id), asked.Type, asked.From, asked.To, viewer.Zone, own: null, ct));
        await Task.WhenAll(doctor, seen);
        if ((await doctor).Problem is { } problem)
            return Show.Wrong(problem);
        if (await seen is not { } calendar)
            return Show.NotFound();
        var times = new FreeTimes(calendar, asked.From, asked.To, viewer.Zone ?? calendar.Facts.Zone);
        var model = new CalendarModel(id, (await doctor).Name!, asked, times, asked.WithDefaults(times, viewer.Now));
        if (!model.HasAny && (await viewer.Api.Doctor(id, ct)).Body is { } idle)
            model = model with { Paused = !idle.AcceptingPatients, Next = idle.NextAvailable };
        if (asked.Start is { } start && !model.IsPickedFree)
            model = model with { OwnHold = (await HoldTime.OwnHold(id, start, viewer, ct))?.Id };
        var status = asked.Filters.Errors.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
        return viewer.WantsPart
            ? Show.Page<CalendarPart, CalendarModel>(model, status)
            : Show.Page<CalendarPage, CalendarModel>(model, status);
    }
}

/// <param name="Chosen">The date whose times are listed.</param>
/// <param name="Paused">There are no times, because the doctor takes no new visits.</param>
/// <param name="OwnHold">The viewer's hold of the time that was picked.</param>
/// <param name="Next">When there are no times: the next free one of a standard visit, if there is any.</param>
public sealed record CalendarModel(
    Guid Id, DoctorName Doctor, AskedTimes Asked, FreeTimes Times, LocalDate Chosen, bool Paused = false, Guid? OwnHold = null, Instant? Next = null)
{
    const int DaysOfWeek = 7, MostNearest = 3;

    /// <summary>The viewer's zone, or the doctor's where theirs is not known.</summary>
    public DateTimeZone Zone => Times.Zone;

    /// <summary>The days around the chosen one, from the first of the reader's week on.</summary>
    public IEnumerable<FreeDay> Week => Times.Days.Skip(Period.DaysBetween(Asked.From, Chosen) / DaysOfWeek * DaysOfWeek).Take(DaysOfWeek);

    public bool HasAny => Times.Count > 0;

    /// <summary>The start that was picked can be had.</summary>
    public bool IsPickedFree => Asked.Start is { } start && Times.All.Contains(start);

    /// <summary>The three that are nearest to the one that was picked.</summary>
    public IEnumerable<Instant> Nearest => Asked.Start is { } start
        ? Times.All.OrderBy(free => start < free ? free - start : start - free).Take(MostNearest).Order()
        : [];

    public string On(LocalDate date) => Calendar.Address(Id, date) + Asked.TypeOfAddress;

    public string In(LocalDate month) => $"/doctors/{Id}/times?month={month.Year:0000}-{month.Month:00}{Asked.TypeOfAddress}";

    /// <summary>The same calendar, asked for anew.</summary>
    public string Itself => On(Chosen) + (Asked.Start is { } start ? $"&start={Uri.EscapeDataString(InstantPattern.ExtendedIso.Format(start))}" : "");

    /// <summary>Where changes of any of these times are told.</summary>
    public string Live => $"/api/doctors/{Id}/availability/live?from={LocalDatePattern.Iso.Format(Asked.From)}&to={LocalDatePattern.Iso.Format(Asked.To)}&timeZone={Uri.EscapeDataString(Zone.Id)}&type={Wire.Name(Asked.Type)}";
}

/// <summary>What the address of a calendar asks for.</summary>
/// <param name="Date">Null: the first of the month that has a free time.</param>
/// <param name="Month">Its first day.</param>
/// <param name="From">The first day of the grid, which has whole weeks.</param>
/// <param name="To">The last day of the grid.</param>
/// <param name="Start">A time that was picked before, as on the page of a doctor or before a sign-in.</param>
public sealed record AskedTimes(Form Filters, AppointmentType Type, LocalDate? Date, LocalDate Month, LocalDate From, LocalDate To, Instant? Start)
{
    /// <summary>A doctor's calendar reaches 400 days ahead.</summary>
    const int DaysAhead = 430, DaysBack = 62;

    static readonly YearMonthPattern Months = YearMonthPattern.Iso;

    public string TypeOfAddress => Type == AppointmentType.Standard ? "" : "&type=" + Wire.Name(Type);

    /// <summary>Where the viewer's zone is not known, dates before that of the doctor are those of UTC: at worst the wrong one of two months is shown first.</summary>
    public static AskedTimes Of(Viewer viewer)
    {
        var query = viewer.Http.Request.Query;
        var filters = Form.Of(("date", query["date"]));
        var zone = viewer.Zone ?? DateTimeZone.Utc;
        var today = viewer.Now.InZone(zone).Date;
        var start = InstantPattern.ExtendedIso.Parse(query["start"].ToString()) is { Success: true, Value: var at } && IsNear(at.InUtc().Date, today) ? at : (Instant?)null;
        var date = filters.Date("date") ?? start?.InZone(zone).Date;
        if (date is { } typed && !IsNear(typed, today))
        {
            filters.Add("date", viewer["calendar.too_far"]);
            date = null;
        }

        var month = date ?? (Months.Parse(query["month"].ToString()) is { Success: true, Value: var named } && IsNear(named.OnDayOfMonth(1), today) ? named.OnDayOfMonth(1) : today);
        month = month.PlusDays(1 - month.Day);
        var from = month.PlusDays(-(((int)month.DayOfWeek - (int)FirstOfWeek(viewer.Language) + 7) % 7));
        var last = month.PlusMonths(1).PlusDays(-1);
        var to = from.PlusDays((Period.DaysBetween(from, last) / 7 * 7) + 6);
        return new(filters, Wire.TryParse<AppointmentType>(query["type"], out var type) ? type : AppointmentType.Standard, date, month, from, to, start);
    }

    /// <summary>As calendars on the wall have it where the language is read.</summary>
    public static IsoDayOfWeek FirstOfWeek(string language) => language == "en" ? IsoDayOfWeek.Monday : IsoDayOfWeek.Sunday;

    /// <summary>The date whose times are shown: as asked, or the first from today on that has some.</summary>
    public LocalDate WithDefaults(FreeTimes times, Instant now)
    {
        if (Date is { } asked)
            return Start is { } start && Within(start.InZone(times.Zone).Date) ? start.InZone(times.Zone).Date : asked;
        var today = now.InZone(times.Zone).Date;
        return times.Days.FirstOrDefault(day => day.Count > 0 && day.Date >= Month)?.Date ?? (today > Month && Within(today) ? today : Month);
    }

    bool Within(LocalDate date) => date >= From && date <= To;

    static bool IsNear(LocalDate date, LocalDate today) => date >= today.PlusDays(-DaysBack) && date <= today.PlusDays(DaysAhead);
}
