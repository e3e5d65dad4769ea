using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Schedules;
using Booking.Service.SlotLocks;
using NodaTime;

namespace Booking.Service.Ops;

/// <summary>Shows and moves the clock that every decision, schedule and sweep of all nodes uses. The path does not exist outside Development.</summary>
static class DevClock
{
    const string OneOf = "send exactly one of advance, now and reset";
    const string TooFar = "the clock can be moved by 100 years at most";

    static readonly Duration Farthest = Duration.FromDays(36_525);
    static readonly Instant Earliest = Instant.FromUtc(1900, 1, 1, 0, 0), Latest = Instant.FromUtc(2300, 1, 1, 0, 0);

    public static void Map(WebApplication app)
    {
        app.MapGet("/dev/clock", Get).AllowAnonymous().WithTags("Development").Answers<ClockAnswer>(200);
        app.MapPost("/dev/clock", Post).AllowAnonymous().WithTags("Development").Answers<ClockAnswer>(200, 400);
        SweepWhenMoved(app);
    }

    static ClockAnswer Get(IClock clock) => new(clock.GetCurrentInstant());

    static async Task<IResult> Post(ClockRequest request, Caller caller, StreamStore store, DatabaseClock clock, CancellationToken ct)
    {
        if (Errors(request) is { Any: true } errors)
        {
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        }

        try
        {
            var before = clock.GetCurrentInstant();
            await Move(clock, request, ct);
            if (clock.GetCurrentInstant() is var now && now < before)
            {
                await TakeSchedulesBack(store, CommandContext.BySystem(now, "clock"), ct);
            }

            return TypedResults.Ok(new ClockAnswer(clock.GetCurrentInstant()));
        }
        catch (ArgumentOutOfRangeException)
        {
            return Problems.Invalid(caller.Http, request.Advance is null ? "now" : "advance", TooFar);
        }
    }

    static Task Move(DatabaseClock clock, ClockRequest request, CancellationToken ct) => request switch
    {
        { Advance: { } by } => clock.Advance(by, ct),
        { Now: { } now } => clock.SetTo(now, ct),
        _ => clock.Reset(ct),
    };

    /// <summary>Calendars reach from the day before today on; where the clock goes back by days, they have to begin earlier again.</summary>
    static async Task TakeSchedulesBack(StreamStore store, CommandContext context, CancellationToken ct)
    {
        List<DoctorId> ahead = [];
        await using (var command = store.DataSource.CreateCommand("select doctor_id from calendars where offered_from > $1 - 2").With(Pg.Date(context.Now.InUtc().Date)))
        {
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
            {
                ahead.Add(new(row.GetGuid(0)));
            }
        }

        foreach (var doctor in ahead)
        {
            await HorizonSteps.Run(store, doctor, state => HorizonSteps.TakeBack(state, context.Now), context, ct);
        }
    }

    static FieldErrors Errors(ClockRequest request)
    {
        var errors = new FieldErrors();
        (string Name, bool Sent)[] members = [("advance", request.Advance is not null), ("now", request.Now is not null), ("reset", request.Reset is not null)];
        var sent = members.Where(member => member.Sent).Select(member => member.Name).ToList();
        foreach (var name in sent is [] ? ["body"] : sent.Skip(1))
        {
            errors.Add(name, OneOf);
        }

        errors.Require(request.Advance is not { } by || (by <= Farthest && by >= -Farthest), "advance", TooFar);
        errors.Require(request.Now is not { } now || (now >= Earliest && now <= Latest), "now", TooFar);
        errors.Require(request.Reset is not false, "reset", "must be true");
        return errors;
    }

    /// <summary>On each node that hears of the move, so that a person need not wait for the next sweep to see a hold lapse.</summary>
    static void SweepWhenMoved(WebApplication app)
    {
        var sweep = app.Services.GetRequiredService<HoldSweep>();
        app.Services.GetRequiredService<DatabaseClock>().OnMoved(() => _ = Task.Run(async () =>
        {
            try
            {
                await sweep.Sweep(app.Lifetime.ApplicationStopping);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                app.Logger.LogWarning(e, "The sweep after a move of the clock failed; the next one follows in its turn");
            }
        }));
    }
}
