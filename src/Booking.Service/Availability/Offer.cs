using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Schedules;
using NodaTime;
using Npgsql;

namespace Booking.Service.Availability;

/// <summary>What a calendar says of one start, at the moment of a decision.</summary>
/// <param name="Window">The window that offers it; null when none does.</param>
/// <param name="PolicyVersion">The version of the doctor's stream at which the policy was set.</param>
public sealed record Offer(
    Verdict Verdict, OfferedSlot Slot, OfferedWindow? Window, Money Price, DoctorPolicy? Policy, Duration HoldFor, long? PolicyVersion = null);

/// <summary>The rows behind an <see cref="Offer"/>.</summary>
/// <param name="Facts">Null when there is no such doctor.</param>
public sealed record OfferRows(CalendarFacts? Facts, OfferedWindow? Window, List<Claim> Claims, Instant Now)
{
    /// <summary>Judges the start with the list that availability is made of.</summary>
    public Offer Of(Instant start, AppointmentType type)
    {
        var facts = Facts ?? throw new InvalidOperationException("There is no such doctor; that is for the caller to refuse.");
        var (price, holdFor) = (facts.PriceOf(type), Duration.FromMinutes(facts.Rules.HoldMinutes));
        if (Window is null)
        {
            return new(Verdict.NotOffered, new(start, start, start), null, price, facts.Policy, holdFor, facts.PolicyVersion);
        }

        var slot = Window.Slot(start);
        var verdict = new DoctorCalendar(facts, new OfferedSpan([Window]), Claims, Now).Judge(Window, slot);
        return new(verdict, slot, Window, price, facts.Policy, holdFor, facts.PolicyVersion);
    }
}

public static class Offers
{
    static readonly Instant Earliest = Instant.FromUtc(2000, 1, 1, 0, 0), Latest = Instant.FromUtc(2200, 1, 1, 0, 0);

    /// <summary>One statement, so that the schedule's version and its windows are of one moment.</summary>
    const string Find = $"""
        select {CalendarFacts.Columns}, {WindowRow.Columns}, {Claim.Columns}
          from calendars c
          left join offered_slots w
            on w.doctor_id = c.doctor_id and w.type = $2 and w.date between $4 and $5 and $3 = any (w.starts)
          left join slot_claims s
            on s.doctor_id = c.doctor_id and (s.lapses_at is null or s.lapses_at > $6) and (s.appointment_id = $7) is not true
           and s.during && tstzrange(
                case when w.max_patients is null then $3 else w.window_start end,
                greatest($3 + make_interval(mins => w.slot_minutes + w.buffer_minutes), case when w.max_patients is null then $3 else w.window_end end))
         where c.doctor_id = $1 order by w.window_start
        """;

    /// <summary>
    /// Whether a schedule could offer this start at all: windows begin on whole minutes of years that have schedules. What is finer than
    /// the database's microseconds would find a slot there and not be it.
    /// </summary>
    public static bool IsThinkable(Instant start) => start >= Earliest && start < Latest && start == Instant.FromUnixTimeSeconds(start.ToUnixTimeSeconds());

    /// <summary>Asks what the calendar says of a start, as of the database's present state.</summary>
    /// <param name="moving">A visit that is to move there: what it has itself is not in its way. Null: nobody's.</param>
    public static Loaded<OfferRows> LoadOffer(this Unit unit, DoctorId doctor, AppointmentType type, Instant start, Instant now, AppointmentId? moving = null)
    {
        var (first, last) = WindowDates.Around(start, start);
        return unit.Load(
            batch => batch.Add(
                Find, Pg.Uuid(doctor.Value), Pg.Text(Wire.Name(type)), Pg.At(start), Pg.Date(first), Pg.Date(last), Pg.At(now),
                Pg.UuidOrNull(moving?.Value)),
            (row, ct) => Read(row, start, now, ct));
    }

    static async ValueTask<OfferRows> Read(NpgsqlDataReader row, Instant start, Instant now, CancellationToken ct)
    {
        const int WindowAt = CalendarFacts.Width, ClaimAt = WindowAt + WindowRow.Width;
        OfferRows rows = new(null, null, [], now);
        while (await row.ReadAsync(ct))
        {
            if (rows.Facts is null)
            {
                rows = rows with
                {
                    Facts = CalendarFacts.Read(row),
                    Window = row.IsDBNull(WindowAt) ? null : WindowRow.Read(row, WindowAt, [start]),
                };
            }

            if (!row.IsDBNull(ClaimAt + 1))
            {
                rows.Claims.Add(Claim.Read(row, ClaimAt));
            }
        }

        return rows;
    }
}

/// <summary>Which window dates can hold a slot of a span of instants.</summary>
public static class WindowDates
{
    /// <summary>
    /// Local dates differ from UTC's by at most one day, and a window reaches at most into the day after its own; so a
    /// slot's window starts at most two UTC dates before it and at most one after.
    /// </summary>
    public static (LocalDate First, LocalDate Last) Around(Instant from, Instant to) =>
        (from.InUtc().Date.PlusDays(-2), to.InUtc().Date.PlusDays(1));
}
