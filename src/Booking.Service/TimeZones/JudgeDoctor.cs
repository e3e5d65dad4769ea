using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Schedules;
using Booking.Service.SlotLocks;
using NodaTime;

namespace Booking.Service.TimeZones;

/// <summary>Brings one doctor's starts and visits under the rules of this process, in one transaction under the calendar lock.</summary>
/// <remarks>
/// All claims are freed before any is taken, so the exclusion constraint holds at each statement, also where a visit goes to the time that another
/// leaves. A killed process leaves a doctor done or not done.
/// </remarks>
public sealed class JudgeDoctor(StreamStore store)
{
    /// <summary>How often a calendar that changes while it is read is read again.</summary>
    const int Attempts = 8;

    /// <param name="Forced">Whether these rules may be older than those that were in force.</param>
    public sealed record Command(TimeZoneRunId Run, DoctorId Doctor, TimeZoneRules Rules, bool Forced);

    /// <summary>What has to be loaded of one visit that the rules concern.</summary>
    sealed record Moving(
        ClockMove Move, EventStream<AppointmentState, AppointmentEvent> Visit, EventStream<SlotState, SlotEvent>? From, EventStream<SlotState, SlotEvent>? To);

    /// <returns>Null when it is done, else why not; it can be tried again.</returns>
    public async Task<Refusal?> Run(Command command, CommandContext context, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var claims = await DoctorClaims.Read(store.DataSource, command.Doctor, context.Now, ct);
            var moves = ClockMoves.Plan(claims.Visits, claims.Taken, command.Rules.Provider, context.Now);
            var outcome = await store.Transact<long>(context, unit => Plan(unit, command, claims, moves), answer: null, ct);
            if (outcome.Refusal is null || outcome.Refusal == Refusal.Busy || attempt == Attempts)
            {
                return outcome.Refusal;
            }
        }
    }

    static Func<Result<long>> Plan(Unit unit, Command command, DoctorClaims claims, List<ClockMove> moves)
    {
        var schedule = unit.Load(Schedule.Category, Schedule.Stream(command.Doctor));
        var starts = unit.LoadStarts(command.Doctor);
        List<Moving> concerned = [.. moves.Select(move => Load(unit, command.Doctor, move))];
        return () =>
        {
            if (!concerned.TrueForAll(IsAsRead))
            {
                return DoctorClaims.Changed;
            }

            claims.Guard(unit, unit.Context.Now);
            unit.Lock(schedule.Id, schedule.Version);
            unit.Append(schedule, [Changed(schedule.State, starts.Value, command, unit.Context.Now)]);
            Write(unit, concerned, command);
            return schedule.Version;
        };
    }

    static Moving Load(Unit unit, DoctorId doctor, ClockMove move) => new(
        move,
        unit.Load(Appointment.Category, move.Visit.Id.Stream()),
        move.Conflict is null ? unit.Load(SlotLock.Category, SlotLock.Id(doctor, move.Visit.Start)) : null,
        move.Conflict is null ? unit.Load(SlotLock.Category, SlotLock.Id(doctor, move.Start)) : null);

    static bool IsAsRead(Moving moving) =>
        moving.Visit.State is { IsLive: true } state && state.Visit.Start == moving.Move.Visit.Start
        && (moving.From is null || moving.From.State is SlotState.Booked booked && booked.Appointment == moving.Move.Visit.Id);

    static TimeZoneRulesChanged Changed(ScheduleState state, HashSet<(AppointmentType Type, Instant Start)> before, Command command, Instant now)
    {
        var reach = Reach.At(now, command.Rules.Provider[state.Timetable.TimeZone], state.Rules, before: null) with { Tzdb = command.Rules.Version };
        var after = new SlotCutter(state.Timetable, command.Rules.Provider).Cut(new DateInterval(reach.From, reach.Through))
            .SelectMany(window => window.Starts.Select(start => (window.Type, start)));
        before.SymmetricExceptWith(after);
        return new(command.Run, state.Reach!.Tzdb, before.Count, reach, command.Forced);
    }

    static void Write(Unit unit, List<Moving> concerned, Command command)
    {
        // What is left is remembered before: where one takes another's time, its slot has a new owner by the time it is asked.
        var left = concerned.ConvertAll(moving => (moving.From?.State as SlotState.Booked)?.As);
        foreach (var moving in concerned.Where(m => m.From is not null))
        {
            unit.Append(moving.From!, [new SlotFreed(moving.Move.Visit.Id)]);
        }

        for (var i = 0; i < concerned.Count; i++)
        {
            Take(unit, concerned[i], left[i], command);
        }
    }

    /// <summary>Price, policy, length and buffer are those of the slot that was left. An offer of the waitlist was spent when it was booked: this hold is none.</summary>
    static void Take(Unit unit, Moving moving, SlotHeld? left, Command command)
    {
        var (move, visit, now) = (moving.Move, moving.Visit.State.Visit, unit.Context.Now);
        var end = move.Start + (visit.End - visit.Start);
        if (left is null)
        {
            unit.Append(moving.Visit, [new AppointmentTimeMovedByLaw(command.Run, visit.Start, visit.End, move.Start, end, command.Rules.Version, null, null, move.Conflict)]);
            return;
        }

        var hold = HoldId.New();
        var held = left with { Hold = hold, Start = move.Start, End = end, BusyUntil = move.BusyUntil, Until = move.Start, Waiting = null };
        unit.Append(moving.To!, [held, new SlotBooked(hold, move.Visit.Id)]);
        unit.Append(moving.Visit, [new AppointmentTimeMovedByLaw(command.Run, visit.Start, visit.End, move.Start, end, command.Rules.Version, hold, moving.To!.Id, Conflict: null)]);
        if (moving.Visit.State is { IsPending: true, PayBy: { } payBy } && payBy > move.Start)
        {
            unit.Append(moving.Visit, [new AppointmentDeadlineMoved(move.Start, ForProcessing: false)]);
        }
    }
}
