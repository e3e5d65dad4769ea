using System.Text.Json.Serialization;

namespace Booking.Contracts;

/// <summary>By which time zone rules the service computes, and what applying them did.</summary>
/// <param name="Running">The version that this node uses, as <c>2026f</c>.</param>
/// <param name="Stored">How many doctors stand by which version; more than one while rules are being applied.</param>
/// <param name="Runs">The last 20, the latest first.</param>
public sealed record TimeZonesAnswer(string Running, IReadOnlyList<StoredTimeZones> Stored, IReadOnlyList<TimeZoneRun> Runs);

public sealed record StoredTimeZones(string Version, long Doctors);

/// <summary>One application of other rules.</summary>
/// <param name="At">Of its first doctor.</param>
/// <param name="From">The oldest version that it came upon.</param>
/// <param name="SlotsChanged">Starts that are new or gone, counted for each type of visit.</param>
/// <param name="VisitsMoved">Visits that keep their wall time and stand at another instant.</param>
/// <param name="Conflicts">Visits that keep their instant and stand at another wall time than was promised.</param>
public sealed record TimeZoneRun(Guid Id, Instant At, string From, string To, int Doctors, int SlotsChanged, int VisitsMoved, int Conflicts);

[JsonConverter(typeof(WireEnum<TimeZoneOutcome>))]
public enum TimeZoneOutcome
{
    /// <summary>It stands where its wall time is now.</summary>
    [JsonStringEnumMemberName("moved")] Moved,

    /// <summary>Another visit or a hold has that time; it stands where it stood.</summary>
    [JsonStringEnumMemberName("taken")] Taken,

    /// <summary>That time had begun; it stands where it stood.</summary>
    [JsonStringEnumMemberName("past")] Past,
}

/// <summary>A visit whose wall time is another instant since.</summary>
/// <param name="Date">With <paramref name="Time"/> the wall time that was promised, in <paramref name="TimeZone"/>.</param>
/// <param name="NewStart">Where that wall time is by the new rules.</param>
public sealed record TimeZoneVisit(
    Guid AppointmentId, Guid DoctorId, LocalDate Date, LocalTime Time, string TimeZone, Instant OldStart, Instant NewStart, TimeZoneOutcome Outcome);

/// <param name="Force">Also go back to older rules than those that are stored. Every node must be set to them before.</param>
public sealed record ApplyTimeZonesRequest(bool Force = false);

/// <param name="Run">Null when there was nothing to do.</param>
/// <param name="Behind">Doctors that stand by older rules still: they could not be done now, or were too many for one order.</param>
/// <param name="Ahead">Doctors that stand by newer rules than this node has, and were left alone.</param>
public sealed record AppliedTimeZones(string Running, TimeZoneRun? Run, long Behind, long Ahead);
