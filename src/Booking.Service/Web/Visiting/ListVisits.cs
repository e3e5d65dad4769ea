using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Web.Visiting;

/// <summary>All that a patient has with the clinic.</summary>
/// <param name="Waiting">For their money.</param>
/// <param name="Past">Over or called off, the latest first.</param>
/// <param name="Doctors">Whom any of it names.</param>
/// <param name="MoreComing">The address of the rest; null when all are here.</param>
/// <param name="MorePast">As <paramref name="MoreComing"/>.</param>
/// <param name="IsFirst">The page that the others go on from.</param>
public sealed record VisitsModel(
    IReadOnlyList<HoldAnswer> Holds, IReadOnlyList<AppointmentAnswer> Waiting, IReadOnlyList<AppointmentAnswer> Coming, IReadOnlyList<AppointmentAnswer> Past,
    IReadOnlyList<WaitlistEntry> Waitlist, IReadOnlyDictionary<Guid, DoctorAnswer> Doctors, string? MoreComing, string? MorePast, bool IsFirst);

static class ListVisits
{
    const int MostComing = 50, MostPast = 10;

    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/visits", Get).RequireAuthorization(Policies.Patient);

    static async Task<IResult> Get(string? coming, string? past, Viewer viewer, CancellationToken ct)
    {
        var (zone, first) = (viewer.Zone ?? DateTimeZone.Utc, coming is null && past is null);
        var today = viewer.Now.InZone(zone).Date;
        var ahead = past is null ? viewer.Api.Appointments(new(From: today, TimeZone: zone.Id), new(MostComing, coming), ct) : Nothing<AppointmentAnswer>();
        var behind = coming is null ? viewer.Api.Appointments(new(To: today.PlusDays(-1), TimeZone: zone.Id, NewestFirst: true), new(MostPast, past), ct) : Nothing<AppointmentAnswer>();
        var holds = first ? viewer.Api.Holds(ct: ct) : Nothing<HoldAnswer>();
        var waitlist = first ? viewer.Api.Waitlist(ct: ct) : Nothing<WaitlistEntry>();
        await Task.WhenAll(ahead, behind, holds, waitlist);
        if ((await ahead).Problem is { } refused || ((refused = (await behind).Problem) is not null))
            return Show.Wrong(refused);
        var (later, earlier) = ((await ahead).Value, (await behind).Value);
        var (held, wished) = ((await holds).Value.Items, (await waitlist).Value.Items);
        var doctors = await viewer.Doctors([.. later.Items.Concat(earlier.Items).Select(v => v.DoctorId), .. held.Select(h => h.DoctorId), .. wished.Select(w => w.DoctorId)], ct);
        return Show.Page<VisitsPage, VisitsModel>(Model(viewer.Now, later, earlier, held, wished, doctors, first));
    }

    static VisitsModel Model(
        Instant now, Page<AppointmentAnswer> later, Page<AppointmentAnswer> earlier, IReadOnlyList<HoldAnswer> holds, IReadOnlyList<WaitlistEntry> waitlist,
        IReadOnlyDictionary<Guid, DoctorAnswer> doctors, bool first)
    {
        bool Stands(AppointmentAnswer visit) => visit.IsLive() && visit.End > now;
        return new(
            // What is held for who waits stands with what they wait for.
            [.. holds.Where(hold => waitlist.All(entry => entry.HoldId != hold.Id))],
            [.. later.Items.Where(v => Stands(v) && v.Status == AppointmentStatus.PendingPayment)], [.. later.Items.Where(v => Stands(v) && v.Status == AppointmentStatus.Confirmed)],
            [.. later.Items.Where(v => !Stands(v)).Reverse(), .. earlier.Items], waitlist, doctors,
            More("coming", later.Next), More("past", earlier.Next), first);
    }

    static string? More(string name, string? cursor) => cursor is null ? null : $"/visits?{name}={Uri.EscapeDataString(cursor)}";

    static Task<Answer<Page<T>>> Nothing<T>() => Task.FromResult(new Answer<Page<T>>(System.Net.HttpStatusCode.OK, new([], null), null, null, null));
}
