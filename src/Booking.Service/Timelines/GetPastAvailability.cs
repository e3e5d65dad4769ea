using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Availability;
using Booking.Service.Ops;
using Booking.Service.Replicas;
using Booking.Service.Schedules;
using NodaTime;

namespace Booking.Service.Timelines;

/// <summary>A doctor's calendar as it was offered at a moment: folded from the log, by the function that judges it today.</summary>
static class GetPastAvailability
{
    const int MostDays = 31;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/ops/doctors/{id}/availability", Get).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<PastAvailability>(200, 400, 404);

    static async Task<IResult> Get(
        Guid id, string asOf, string from, string to, string? type, Caller caller, StreamStore store, ReplicaSource replicas, OperatorChanges audit, IClock clock,
        CancellationToken ct)
    {
        var errors = new FieldErrors();
        var (first, last, _, asked) = GetAvailability.Read(errors, from, to, timeZone: null, type);
        var at = QueryFields.Instant(asOf);
        errors.Require(at is not null, "asOf", "Must be an instant such as 2026-11-23T05:00:00Z.");
        errors.Require(at is null || at <= clock.GetCurrentInstant(), "asOf", "Must not be in the future.");
        errors.Require(errors.Any || Period.DaysBetween(first, last) < MostDays, "to", $"Must be from `from` on, at most {MostDays} days in all.");
        if (errors.Any)
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        if (await PastCalendar.Read(store, new(id), asked, first, last, at!.Value, ct) is not { } past)
            return Refusals.NotFound.Problem(caller.Http);
        await audit.Note("doctors.past-availability", id, "", caller, ct);
        return TypedResults.Ok(Answer(past, first, last, at.Value, replicas.Source is not null));
    }

    static PastAvailability Answer(PastCalendar past, LocalDate first, LocalDate last, Instant at, bool replicas)
    {
        var (facts, zone) = (past.Calendar.Facts, past.Calendar.Facts.Zone);
        var free = past.Calendar.Free(LocalEdge.StartOfDay(first, zone), LocalEdge.StartOfDay(last.PlusDays(1), zone))
            .Select(slot => new AvailableSlot(slot.Slot.Start, slot.Slot.End, slot.Slot.Start.InZone(zone).ToOffsetDateTime())).ToLookup(slot => slot.Local.Date);
        string[] unknown = ["own_hold", "patient_rules", .. past.CutByOtherRules ? ["time_zone_rules"] : Array.Empty<string>(), .. replicas ? ["replica"] : Array.Empty<string>()];
        return new(
            facts.Doctor.Value, at, zone.Id, facts.Listed,
            [.. Enumerable.Range(0, Period.DaysBetween(first, last) + 1).Select(first.PlusDays).Select(date => new AvailableDay(date, [.. free[date]]))],
            [.. past.Claims.Select(claim => new PastClaim(claim.Start, claim.End, claim.Hold?.Value, claim.Lapses))], unknown);
    }
}
