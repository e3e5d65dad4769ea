using System.Text.Json.Serialization;

namespace Booking.Contracts;

/// <summary>Whether ops have read a review. A pending one counts with its rating and shows no comment.</summary>
[JsonConverter(typeof(WireEnum<ReviewStatus>))]
public enum ReviewStatus
{
    [JsonStringEnumMemberName("pending")] Pending,
    [JsonStringEnumMemberName("approved")] Approved,
    [JsonStringEnumMemberName("rejected")] Rejected,
}

/// <summary>What a patient thought of a visit that took place; said once.</summary>
/// <param name="Rating">1 to 5.</param>
/// <param name="Comment">At most 2,000 characters; null or empty for none.</param>
public sealed record ReviewRequest(int Rating, string? Comment = null);

/// <summary>A review as its patient and ops see it.</summary>
/// <param name="Comment">Null when none was written, when the patient was erased, and in the answers to changes.</param>
public sealed record ReviewAnswer(Guid Id, Guid AppointmentId, Guid DoctorId, int Rating, string? Comment, ReviewStatus Status, Instant WrittenAt);

/// <summary>A review as everybody sees it: nothing in it says who wrote it.</summary>
/// <param name="Comment">Null when there is none, or none that ops have approved.</param>
/// <param name="Month">The month of the visit, such as <c>2026-11</c>.</param>
public sealed record PublicReview(int Rating, string? Comment, string Month);
