using System.Diagnostics;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Schedules;
using NodaTime;

namespace Booking.Service.SlotLocks;

/// <summary>
/// Holds a slot with whoever of a set of doctors is free: one candidate after another, each in its own transaction, so that it locks one
/// calendar at a time.
/// </summary>
public static class HoldAny
{
    const int MostDoctors = 50, LongestWord = 200, MostAlternatives = 3;

    /// <summary>In real time, after which no other candidate is asked: each may be waited for as long as a command waits for its turn.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How far ahead to look, in steps: most sets are free soon, and only a busy one is read to its horizons.</summary>
    static readonly Duration[] Steps = [Duration.FromDays(1), Duration.FromDays(7), Duration.FromDays(BookingRules.MostHorizonDays + 2)];

    /// <summary>What one candidate may be refused for though another may be had.</summary>
    static readonly Refusal[] OfOneCandidate =
    [
        Refusals.NotFound, HoldSlot.NotOffered, HoldSlot.Started, HoldSlot.NoticeTooShort, PatientRules.NeedsVisit, HoldSlot.Taken, HoldSlot.DayFull, Refusal.Busy,
    ];

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/api/holds/any", Post).RequireAuthorization(Policies.PatientOrDesk).Answers<HoldAnswer>(201, 400, 409, 422, 429);

    static async Task<IResult> Post(
        HoldAnyRequest request, Caller caller, Commands commands, HoldCandidates candidates, HoldLimits limits, IClock clock, CancellationToken ct)
    {
        if (Check(request) is { Any: true } errors)
        {
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        }

        var (now, began, left, refusal) = (clock.GetCurrentInstant(), Stopwatch.GetTimestamp(), HoldCandidates.Most, HoldSlot.Taken);
        foreach (var (from, to) in Spans(request.Start, now))
        {
            foreach (var candidate in (await candidates.Of(request, from, to, Patient(caller), now, ct)).Take(left))
            {
                left--;
                if (!candidate.Allowed)
                {
                    // Those come last: whoever may be had was asked, or there is nobody.
                    refusal = PatientRules.NeedsVisit;
                    break;
                }

                if (Stopwatch.GetElapsedTime(began) >= Patience)
                {
                    return await None(request, Refusal.Busy, caller, commands, candidates, now, ct);
                }

                var reply = await commands.Run(
                    caller, (unit, at) => HoldSlot.Plan(unit, at, candidate.Doctor, request.Type, candidate.Start, caller, limits), ct);
                if (reply.Refusal is null || !OfOneCandidate.Contains(reply.Refusal))
                {
                    return reply;
                }
            }
        }

        return await None(request, refusal, caller, commands, candidates, now, ct);
    }

    /// <summary>Nobody is free, or can be asked in time. It is said through the store, so that a repeat under its key is answered with the hold that the first one got.</summary>
    static async Task<IResult> None(
        HoldAnyRequest request, Refusal refusal, Caller caller, Commands commands, HoldCandidates candidates, Instant now, CancellationToken ct)
    {
        var reply = await commands.Run(caller, (_, _) => () => refusal, ct);
        if (reply.Refusal != HoldSlot.Taken || request.Start is not { } start)
        {
            return reply;
        }

        var next = Availability.Offers.IsThinkable(start) ? await Next(request, start, caller, candidates, now, ct) : [];
        AvailableSlot[] slots = [.. next.DistinctBy(one => one.Start).Take(MostAlternatives).Select(one => one.Slot)];
        return reply with { Refusal = reply.Refusal with { Extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["alternatives"] = slots } } };
    }

    /// <summary>In the week behind a start that nobody could be had at; of one that is long past none.</summary>
    static async Task<List<HoldCandidate>> Next(
        HoldAnyRequest request, Instant start, Caller caller, HoldCandidates candidates, Instant now, CancellationToken ct)
    {
        var after = Instant.Max(start, now) + Duration.FromSeconds(1);
        return after < start + Steps[2] ? await candidates.Of(request, after, after + Steps[1], Patient(caller), now, ct) : [];
    }

    /// <summary>One start is a span of its own; the earliest is looked for step by step.</summary>
    static IEnumerable<(Instant From, Instant To)> Spans(Instant? start, Instant now)
    {
        if (start is { } asked)
        {
            return Availability.Offers.IsThinkable(asked) ? [(asked, asked + Duration.FromSeconds(1))] : [];
        }

        return Steps.Select((step, i) => (i == 0 ? now : now + Steps[i - 1], now + step));
    }

    static PatientId? Patient(Caller caller) => caller.IsDesk ? null : caller.PatientId;

    static FieldErrors Check(HoldAnyRequest request)
    {
        var errors = new FieldErrors();
        errors.Require(
            request is not { DoctorIds: null, Specialty: null, Language: null }, "doctorIds", "Must be given, or specialty, or language.");
        errors.Require(request.DoctorIds is not { Count: 0 or > MostDoctors }, "doctorIds", $"Must have 1 to {MostDoctors} entries.");
        errors.Require(request.Specialty is not { Length: 0 or > LongestWord }, "specialty", $"Must have 1 to {LongestWord} characters.");
        errors.Require(request.Language is not { Length: 0 or > LongestWord }, "language", $"Must have 1 to {LongestWord} characters.");
        return errors;
    }
}
