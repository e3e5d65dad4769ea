using Booking.Contracts;
using Booking.Service.Appointments;
using NodaTime;

namespace Booking.Service.Web.Desks;

/// <summary>One doctor's day.</summary>
/// <param name="Zone">The clinic's; all times of the column are in it.</param>
public sealed record DayColumn(Guid Doctor, string Name, DateTimeZone Zone, DaySheetAnswer Sheet, IReadOnlyList<Entry> Entries);

/// <param name="Columns">By doctor, as they were asked for.</param>
/// <param name="Renew">The page asks for itself again every so many seconds, for who has no scripts; null: it does not.</param>
/// <param name="Booked">The number of the visit that was booked just now; null when none was.</param>
public sealed record DayModel(IReadOnlyList<DayColumn> Columns, LocalDate Date, bool IsToday, int? Renew, string? Booked)
{
    public IEnumerable<Guid> Doctors => Columns.Select(column => column.Doctor);

    /// <summary>Clinics in several zones are told apart.</summary>
    public bool OneZone => Columns.Select(column => column.Zone).Distinct().Count() == 1;

    /// <summary>Where a visit that is closed from the grid leads back to.</summary>
    public string Address => DeskLinks.Day(Doctors, Date);
}

/// <summary>The day of one doctor as a list, of several side by side; and the part of it that keeps itself up to date.</summary>
static class DayPages
{
    /// <summary>How soon a page renews itself for who has no scripts and asked for it.</summary>
    public const int RenewSeconds = 30;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/desk/day", (Guid[] doctor, string? date, Guid? visit, bool? booked, string? renew, Viewer viewer, CancellationToken ct) =>
            Get(doctor, date, visit, booked is true, renew, viewer, Show.Page<DayPage, DayModel>, ct)).RequireAuthorization(Policies.DeskOrDoctor);
        pages.MapGet("/desk/day/grid", (Guid[] doctor, string? date, Viewer viewer, CancellationToken ct) =>
            Get(doctor, date, visit: null, booked: false, renew: null, viewer, Show.Page<DayGrid, DayModel>, ct)).RequireAuthorization(Policies.DeskOrDoctor);
        pages.MapGet("/desk/doctors/{id}/print", (Guid id, string? date, Viewer viewer, CancellationToken ct) =>
            Get([id], date, visit: null, booked: false, renew: null, viewer, Show.Page<PrintPage, DayModel>, ct)).RequireAuthorization(Policies.DeskOrDoctor);
    }

    static async Task<IResult> Get(Guid[] doctor, string? date, Guid? visit, bool booked, string? renew, Viewer viewer, Func<DayModel, int, IResult> show, CancellationToken ct)
    {
        Guid[] doctors = [.. doctor.Distinct().Take(Desk.MostDoctors)];
        if (doctors.Length == 0)
            return Show.See("/desk");
        var asked = DeskLinks.Date(date);
        var columns = await Task.WhenAll(doctors.Select((one, i) => Column(one, asked, i, viewer, visit, ct)));
        if (Array.Exists(columns, column => column.Found is null))
            return Show.Wrong(Array.Find(columns, column => column.Found is null).Problem);
        Desk.Remember(viewer, doctors);
        var day = asked ?? columns[0].Found!.Sheet.Date;
        return show(
            new([.. columns.Select(column => column.Found!)], day, IsToday: day == viewer.Now.InZone(columns[0].Found!.Zone).Date, renew is null ? null : RenewSeconds,
                booked ? Number(columns[0].Found!) : null),
            StatusCodes.Status200OK);
    }

    // Of the visit that the address names, if it stands on this day.
    static string? Number(DayColumn column) => column.Entries.FirstOrDefault(entry => entry.Chosen)?.Slot.AppointmentId is { } visit ? new AppointmentId(visit).Number() : null;

    /// <param name="asked">Null: the doctor's today.</param>
    public static async Task<(DayColumn? Found, Problem? Problem)> Column(Guid doctor, LocalDate? asked, int column, Viewer viewer, Guid? visit, CancellationToken ct)
    {
        var profile = viewer.Api.Doctor(doctor, ct);
        var sheet = asked is { } date ? viewer.Api.DaySheet(doctor, date, ct) : null;
        if ((await profile).Problem is { } unknown)
            return (null, unknown);
        var zone = Zones.Get(profile.Result.Value.TimeZone);
        var day = await (sheet ?? viewer.Api.DaySheet(doctor, viewer.Now.InZone(zone).Date, ct));
        return day.Problem is { } refused
            ? (null, refused)
            : (new(doctor, profile.Result.Value.FullName, zone, day.Value, Entry.Of(doctor, zone, day.Value, column, viewer, visit)), null);
    }
}
