using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Patients;
using NodaTime;
using Npgsql;

namespace Booking.Service.Reviews;

/// <summary>A patient rates a visit that took place, once. The visit may be reopened later; what was said of it stays.</summary>
public static class WriteReview
{
    public static readonly Refusal Exists = new("review-exists", "This visit was reviewed already.");
    public static readonly Refusal NotCompleted = new("visit-not-completed", "Only a visit that took place can be reviewed.");

    public static Decision<ReviewEvent> Decide(ReviewState review, AppointmentState visit, int rating, byte[]? comment) =>
        review.Written is not null ? Exists
        : visit.Status != AppointmentStatus.Completed ? NotCompleted
        : [Written(visit.Visit, rating, comment)];

    static ReviewWritten Written(AppointmentRequested visit, int rating, byte[]? comment) =>
        new(visit.Appointment, visit.Doctor, visit.Patient, rating, comment, visit.LocalStart.Date);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/appointments/{id}/review", Post).RequireAuthorization(Policies.Patient).Answers<ReviewAnswer>(201, 400, 404, 409, 412, 422);
        app.MapGet("/api/appointments/{id}/review", Get).RequireAuthorization(Policies.Patient).Answers<ReviewAnswer>(200, 404);
    }

    static async Task<IResult> Post(Guid id, ReviewRequest request, Caller caller, Commands commands, PatientKeys keys, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        var errors = new FieldErrors();
        errors.RequireRange(request.Rating, 1, 5, "rating");
        errors.Require(request.Comment is not { Length: > Limits.FreeText }, "comment", $"Must have at most {Limits.FreeText} characters.");
        if (errors.Any)
        {
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        }

        if (await dataSource.FindAppointment(new(id), ct) is not { } row || row.Patient != caller.PatientId)
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        var comment = string.IsNullOrWhiteSpace(request.Comment) ? null : (await keys.For(row.Patient, ct)).Seal(request.Comment, Fields.ReviewComment);
        return await commands.Run(caller, (unit, _) => Plan(unit, row, caller, request.Rating, comment), ct);
    }

    static Func<Result<Answer>> Plan(Unit unit, AppointmentRow row, Caller caller, int rating, byte[]? comment)
    {
        var visit = unit.Load(Appointment.Category, row.Id.Stream());
        var review = unit.Load(Review.Category, Review.Stream(row.Id));
        return () =>
        {
            if ((caller.Expects(review.Version) ?? unit.Append(review, Decide(review.State, visit.State, rating, comment))) is { } refusal)
            {
                return refusal;
            }

            // That it took place must still be so when this is written.
            unit.Lock(visit.Id, visit.Version);
            return Answer.Created($"/api/appointments/{row.Id}/review", Body(review.State.Text, review.State.Status, review.LastAt!.Value), review.Version);
        };
    }

    static async Task<IResult> Get(Guid id, Caller caller, NpgsqlDataSource dataSource, PatientKeys keys, CancellationToken ct) =>
        await dataSource.FindReview(Review.Stream(new(id)), keys, ct) is { } review && review.Patient == caller.PatientId
            ? ETags.Ok(caller.Http, review.Answer, review.Version)
            : Refusals.NotFound.Problem(caller.Http);

    static ReviewAnswer Body(ReviewWritten text, ReviewStatus status, Instant writtenAt) =>
        new(Review.Stream(text.Appointment).Value, text.Appointment.Value, text.Doctor.Value, text.Rating, Comment: null, status, writtenAt);
}
