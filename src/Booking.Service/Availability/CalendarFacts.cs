using System.Text.Json;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Schedules;
using NodaTime;
using Npgsql;

namespace Booking.Service.Availability;

/// <summary>What a doctor's calendar says beside its windows: the row that the doctor's and the schedule's events keep.</summary>
/// <param name="ScheduleVersion">The version of the schedule stream: what the calendar lock compares.</param>
/// <param name="Listed">Verified and accepting patients; otherwise nothing is offered.</param>
/// <param name="Policy">Null while none is set: then everything goes back until the start.</param>
/// <param name="VideoLink">Where confirmed visits take place, a link or a template with <c>{room}</c>; null while the doctor has no video.</param>
/// <param name="PolicyVersion">The version of the doctor's stream at which the policy was set.</param>
/// <param name="Verified">By ops; before that the doctor is there for the clinic alone.</param>
/// <param name="LicensedIn">Where patients may be; none or null: anywhere.</param>
public sealed record CalendarFacts(
    DoctorId Doctor, StreamId Schedule, long ScheduleVersion, DateTimeZone Zone, bool Listed, BookingRules Rules, Fees Fees, DoctorPolicy? Policy,
    string? VideoLink = null, long? PolicyVersion = null, EquatableList<string>? LicensedIn = null, bool Verified = true)
{
    public const string Columns = """
        c.doctor_id, c.schedule_id, c.schedule_version, c.zone, c.verified and c.accepting, c.notice_minutes, c.horizon_days,
        c.hold_minutes, c.payment_minutes, c.manual_payment_hours, c.standard_fee, c.followup_fee, c.currency, c.policy,
        c.video_link, c.followup_within_days, c.policy_version, c.licensed_in, c.verified
        """;

    /// <summary>How many columns <see cref="Columns"/> are.</summary>
    public const int Width = 19;

    public static CalendarFacts Read(NpgsqlDataReader row) => new(
        new(row.GetGuid(0)),
        new(row.GetGuid(1)),
        row.GetInt64(2),
        Zones.Get(row.GetString(3)),
        row.GetBoolean(4),
        new(row.GetInt32(5), row.GetInt32(6), row.GetInt32(7), row.GetInt32(8), row.GetInt32(9), row.GetInt32(15)),
        new(new(row.GetInt64(10), row.GetString(12)), new(row.GetInt64(11), row.GetString(12))),
        row.IsDBNull(13) ? null : JsonSerializer.Deserialize(row.GetUtf8(13), EventJson.Default.DoctorPolicy),
        row.GetStringOrNull(14),
        row.IsDBNull(16) ? null : row.GetInt64(16),
        [.. row.GetFieldValue<string[]>(17)],
        row.GetBoolean(18));

    public Money PriceOf(AppointmentType type) => type == AppointmentType.Standard ? Fees.Standard : Fees.Followup;

    /// <summary>The last window date that may be booked: today and <c>horizonDays</c> of the doctor's local dates.</summary>
    public LocalDate HorizonAt(Instant now) => now.InZone(Zone).Date.PlusDays(Rules.HorizonDays);
}

/// <summary>Reads a window's row.</summary>
static class WindowRow
{
    public const string Columns = "w.type, w.date, w.window_start, w.window_end, w.slot_minutes, w.buffer_minutes, w.max_patients";

    /// <summary>How many columns <see cref="Columns"/> are.</summary>
    public const int Width = 7;

    public static OfferedWindow Read(NpgsqlDataReader row, int at, EquatableList<Instant> starts) => new(
        row.GetDate(at + 1), Wire.Parse<AppointmentType>(row.GetString(at)), row.GetInstant(at + 2), row.GetInstant(at + 3), row.GetInt32(at + 4),
        row.GetInt32(at + 5), row.GetIntOrNull(at + 6), starts);
}

/// <summary>A claim that lives: somebody holds or has booked <c>[Start, End)</c>, buffer included.</summary>
/// <param name="Hold">Null once it was spent: then the time is a visit's, and nobody's to hold.</param>
/// <param name="Lapses">When it ends by the clock; null for a visit's.</param>
public readonly record struct Claim(HoldId? Hold, Instant Start, Instant End, Instant? Lapses = null)
{
    /// <summary>What a query of <c>slot_claims</c> asks for.</summary>
    public const string Columns = "case when s.lapses_at is null then null else s.hold_id end, lower(s.during), upper(s.during), s.lapses_at";

    public static Claim Read(NpgsqlDataReader row, int at) =>
        new(row.GetGuidOrNull(at) is { } hold ? new HoldId(hold) : null, row.GetInstant(at + 1), row.GetInstant(at + 2), row.GetInstantOrNull(at + 3));
}
