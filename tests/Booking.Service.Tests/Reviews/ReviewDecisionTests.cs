using Booking.Contracts;
using Booking.Service.Appointments;
using Booking.Service.Reviews;
using NodaTime;
using Xunit;
using static Booking.Service.Tests.Appointments.Visits;

namespace Booking.Service.Tests.Reviews;

/// <summary>The review's deciders.</summary>
public sealed class ReviewDecisionTests
{
    static readonly byte[] Comment = [1, 2, 3];

    static readonly ReviewWritten Four = new(
        Requested.Appointment, Requested.Doctor, Requested.Patient, 4, Comment, new LocalDate(2027, 3, 1));

    [Fact]
    public void A_visit_that_took_place_is_reviewed_under_its_local_date() =>
        WriteReview.Decide(Given(), Past(Confirmed, new AppointmentCompleted()), 4, Comment).Then(Four);

    [Fact]
    public void A_visit_is_reviewed_once_also_when_it_was_reopened_since()
    {
        WriteReview.Decide(Given(Four), Past(Confirmed, new AppointmentCompleted()), 5, null).ThenRefused(WriteReview.Exists);
        WriteReview.Decide(Given(Four), Past(Confirmed, new AppointmentCompleted(), new AppointmentReopened(Requested.Price)), 5, null)
            .ThenRefused(WriteReview.Exists);
    }

    [Fact]
    public void A_visit_that_did_not_take_place_is_not_reviewed()
    {
        foreach (var status in Enum.GetValues<AppointmentStatus>().Except([AppointmentStatus.Completed]))
            WriteReview.Decide(Given(), Past(Confirmed) with { Status = status }, 5, null).ThenRefused(WriteReview.NotCompleted);
    }

    [Fact]
    public void Approving_and_rejecting_undo_each_other_and_a_repeat_changes_nothing()
    {
        JudgeReviews.Approve(Given(Four)).Then(new ReviewApproved());
        JudgeReviews.Reject(Given(Four, new ReviewApproved())).Then(new ReviewRejected());
        JudgeReviews.Approve(Given(Four, new ReviewRejected())).Then(new ReviewApproved());
        JudgeReviews.Approve(Given(Four, new ReviewApproved())).ThenNothing();
        JudgeReviews.Reject(Given(Four, new ReviewRejected())).ThenNothing();
    }

    static ReviewState Given(params ReviewEvent[] past) => Review.Category.Given(past);
}
