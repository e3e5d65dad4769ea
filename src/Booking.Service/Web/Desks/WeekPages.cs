using NodaTime;

namespace Booking.Service.Web.Desks;

/// <param name="Days">Monday to Sunday.</param>
public sealed record WeekModel(IReadOnlyList<DayColumn> Days, LocalDate Monday, int? Renew)
{
    const int DaysOfWeek = 7;

    public DayColumn First => Days[0];
    public LocalDate Before => Monday.PlusDays(-DaysOfWeek);
    public LocalDate After => Monday.PlusDays(DaysOfWeek);
}

/// <summary>A doctor's week, and the part of it that keeps itself up to date.</summary>
static class WeekPages
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/desk/week", (Guid[] doctor, string? date, string? renew, Viewer viewer, CancellationToken ct) =>
            Get(doctor, date, renew, viewer, Show.Page<WeekPage, WeekModel>, ct)).RequireAuthorization(Policies.DeskOrDoctor);
        pages.MapGet("/desk/week/grid", (Guid[] doctor, string? date, Viewer viewer, CancellationToken ct) =>
            Get(doctor, date, renew: null, viewer, Show.Page<WeekGrid, WeekModel>, ct)).RequireAuthorization(Policies.DeskOrDoctor);
    }

    static async Task<IResult> Get(Guid[] doctor, string? date, string? renew, Viewer viewer, Func<WeekModel, int, IResult> show, CancellationToken ct)
    {
        if (doctor.Length == 0)
            return Show.See("/desk");
        var profile = await viewer.Api.Doctor(doctor[0], ct);
        if (profile.Problem is { } unknown)
            return Show.Wrong(unknown);
        var zone = Zones.Get(profile.Value.TimeZone);
        var asked = DeskLinks.Date(date) ?? viewer.Now.InZone(zone).Date;
        var monday = asked.With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday));
        var sheets = await Task.WhenAll(Enumerable.Range(0, 7).Select(day => viewer.Api.DaySheet(doctor[0], monday.PlusDays(day), ct)));
        if (Array.Find(sheets, sheet => sheet.Problem is not null) is { } refused)
            return Show.Wrong(refused.Problem);
        var days = sheets.Select((sheet, i) =>
            new DayColumn(doctor[0], profile.Value.FullName, zone, sheet.Value, Entry.Of(doctor[0], zone, sheet.Value, i, viewer, chosen: null)));
        return show(new([.. days], monday, renew is null ? null : DayPages.RenewSeconds), StatusCodes.Status200OK);
    }
}
