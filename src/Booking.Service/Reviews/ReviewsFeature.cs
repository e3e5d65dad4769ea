using Booking.EventStore;

namespace Booking.Service.Reviews;

/// <summary>Reviews: what is stored, what is served.</summary>
public static class ReviewsFeature
{
    public static void Model(StoreModel model)
    {
        model.Events
            .Add("review_written", EventJson.Default.ReviewWritten)
            .Add("review_approved", EventJson.Default.ReviewApproved)
            .Add("review_rejected", EventJson.Default.ReviewRejected);
        model.Project(Review.Category, "reviews", ["reviews"], ReviewTables.Project, byStream: true);
        model.Project(Review.Category, "ratings", ["doctor_ratings"], ReviewTables.ProjectRating);
        model.Refuse("reviews_of_visit", WriteReview.Exists);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        WriteReview.Map(app);
        ListReviews.Map(app);
        JudgeReviews.Map(app);
    }
}
