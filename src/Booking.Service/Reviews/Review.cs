using System.Diagnostics;
using Booking.Contracts;
using Booking.EventStore;
using NodaTime;

namespace Booking.Service.Reviews;

public abstract record ReviewEvent;

/// <summary>The patient has rated a visit that took place. The rating counts from now on.</summary>
/// <param name="Rating">1 to 5.</param>
/// <param name="Comment">Sealed under the patient's key; null when nothing was written.</param>
/// <param name="Visited">The visit's local date, as the doctor's calendar had it.</param>
public sealed record ReviewWritten(
    AppointmentId Appointment, DoctorId Doctor, PatientId Patient, int Rating, byte[]? Comment, LocalDate Visited) : ReviewEvent;

/// <summary>Ops have read it: the comment is public, and the rating counts, again if it did not.</summary>
public sealed record ReviewApproved : ReviewEvent;

/// <summary>Ops have taken it away, comment and rating.</summary>
public sealed record ReviewRejected : ReviewEvent;

/// <param name="Written">Null until there is a review.</param>
public sealed record ReviewState(ReviewWritten? Written, ReviewStatus Status)
{
    public ReviewWritten Text => Written ?? throw new InvalidOperationException("There is no such review.");
}

/// <summary>What a patient thought of one visit: written once, read by ops, and public as far as they allow.</summary>
public static class Review
{
    public static Category<ReviewState, ReviewEvent> Category { get; } = new("review", new(null, ReviewStatus.Pending), Evolve);

    /// <summary>A visit has one review, so its stream is found by the visit's id; it is the review's id, too.</summary>
    public static StreamId Stream(AppointmentId visit) => StreamId.Derive(visit.Value, "review");

    static ReviewState Evolve(ReviewState state, ReviewEvent @event) => @event switch
    {
        ReviewWritten written => new(written, ReviewStatus.Pending),
        ReviewApproved => state with { Status = ReviewStatus.Approved },
        ReviewRejected => state with { Status = ReviewStatus.Rejected },
        _ => throw new UnreachableException($"No rule to evolve a review by {@event.GetType().Name}."),
    };
}
