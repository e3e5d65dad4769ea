using System.Text.Json.Serialization;

namespace Booking.Contracts;

/// <summary>Why a time can, or cannot, be held.</summary>
[JsonConverter(typeof(WireEnum<WhyCode>))]
public enum WhyCode
{
    [JsonStringEnumMemberName("free")] Free,

    /// <summary>No hours of this type have a slot that starts then.</summary>
    [JsonStringEnumMemberName("window")] Window,

    /// <summary>There would be one, but for an exception of the schedule.</summary>
    [JsonStringEnumMemberName("exception")] Exception,
    [JsonStringEnumMemberName("notice")] Notice,
    [JsonStringEnumMemberName("horizon")] Horizon,

    /// <summary>A visit or a hold has it.</summary>
    [JsonStringEnumMemberName("claim")] Claim,

    /// <summary>The hours have as many patients as they may.</summary>
    [JsonStringEnumMemberName("limit")] Limit,
    [JsonStringEnumMemberName("past")] Past,
    [JsonStringEnumMemberName("paused")] Paused,
    [JsonStringEnumMemberName("not_verified")] NotVerified,
}

/// <summary>Why one start is offered or not, for the desk and the doctor.</summary>
/// <param name="Detail">The same in a sentence.</param>
/// <param name="ExceptionId">With <c>exception</c>: which one.</param>
/// <param name="Reason">With <c>exception</c>: the reason that the desk gave.</param>
/// <param name="AppointmentId">With <c>claim</c>: the visit that has the time.</param>
/// <param name="HoldId">With <c>claim</c>: the hold that has the time.</param>
/// <param name="Patient">Whose visit or hold it is, when that is a known patient.</param>
/// <param name="Until">With <c>claim</c>: when the hold lapses, or the time of visit and buffer is over.</param>
public sealed record WhyAnswer(
    Instant Start,
    AppointmentType Type,
    WhyCode Code,
    string Detail,
    Guid? ExceptionId = null,
    string? Reason = null,
    Guid? AppointmentId = null,
    Guid? HoldId = null,
    DayPatient? Patient = null,
    Instant? Until = null);
