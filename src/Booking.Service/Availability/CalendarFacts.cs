using System.Text.Json;
using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Availability;

/// <summary>What a doctor's calendar says beside its windows: the row that the doctor's and the schedule's events keep.</summary>
/// <param name="ScheduleVersion">The version of the schedule stream: what the calendar lock compares.</param>
/// <param name="Listed">Verified and accepting patients; otherwise nothing is offered.</param>
/// <param name="Policy">Null while none is set: then everything goes back until the start.</param>
public sealed record CalendarFacts(
    DoctorId Doctor, StreamId Schedule, long ScheduleVersion, DateTimeZone Zone, bool Listed, ScheduleRules Rules, Fees Fees, DoctorPolicy? Policy)
{
    public const string Columns = """
        c.doctor_id, c.schedule_id, c.schedule_version, c.zone, c.verified and c.accepting, c.notice_minutes, c.horizon_days,
        c.hold_minutes, c.payment_minutes, c.manual_payment_hours, c.standard_fee, c.followup_fee, c.currency, c.policy
        """;

    /// <summary>How many columns <see cref="Columns"/> are.</summary>
    public const int Width = 14;

    public static CalendarFacts Read(NpgsqlDataReader row) => new(
        new(row.GetGuid(0)),
        new(row.GetGuid(1)),
        row.GetInt64(2),
        DateTimeZoneProviders.Tzdb[row.GetString(3)],
        row.GetBoolean(4),
        new(row.GetInt32(5), row.GetInt32(6), row.GetInt32(7), row.GetInt32(8), row.GetInt32(9)),
        new(new(row.GetInt64(10), row.GetString(12)), new(row.GetInt64(11), row.GetString(12))),
        row.IsDBNull(13) ? null : JsonSerializer.Deserialize(row.GetUtf8(13), EventJson.Default.DoctorPolicy));

    public Money PriceOf(AppointmentType type) => type == AppointmentType.Standard ? Fees.Standard : Fees.Followup;

    /// <summary>The last window date that may be booked: today and <c>horizonDays</c> of the doctor's local dates.</summary>
    public LocalDate HorizonAt(Instant now) => now.InZone(Zone).Date.PlusDays(Rules.HorizonDays);
}

/// <summary>One window of one date with the starts it offers, in order.</summary>
public sealed record OfferedWindow(LocalDate Date, Instant Start, Instant End, int SlotMinutes, int BufferMinutes, int? MaxPatients, Instant[] Starts)
{
    public const string Columns = "w.date, w.window_start, w.window_end, w.slot_minutes, w.buffer_minutes, w.max_patients";

    public static OfferedWindow Read(NpgsqlDataReader row, int at, Instant[] starts) => new(
        row.GetDate(at), row.GetInstant(at + 1), row.GetInstant(at + 2), row.GetInt32(at + 3), row.GetInt32(at + 4), row.GetIntOrNull(at + 5), starts);

    public OfferedSlot Slot(Instant start) => new(start, start + Duration.FromMinutes(SlotMinutes), start + Duration.FromMinutes(SlotMinutes + BufferMinutes));
}

/// <summary>A start that a schedule offers: the visit is <c>[Start, End)</c>, the doctor is busy until <see cref="BusyUntil"/>.</summary>
public readonly record struct OfferedSlot(Instant Start, Instant End, Instant BusyUntil);

/// <summary>A claim that lives: somebody holds or has booked <c>[Start, End)</c>, buffer included.</summary>
public readonly record struct Claim(HoldId Hold, Instant Start, Instant End);
