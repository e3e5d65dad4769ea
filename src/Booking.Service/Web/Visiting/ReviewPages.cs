using Booking.Contracts;

namespace Booking.Service.Web.Visiting;

/// <summary>What a patient thinks of a visit that took place.</summary>
/// <param name="Review">What was said already; it is said once.</param>
public sealed record ReviewModel(AppointmentAnswer Visit, DoctorAnswer? Doctor, ReviewAnswer? Review, Form Form);

static class ReviewPages
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/visits/{id:guid}/review", (Guid id, Viewer viewer, CancellationToken ct) => Ask(id, Form.Of(), viewer, ct)).RequireAuthorization(Policies.Patient);
        pages.MapPost("/visits/{id:guid}/review", Post).RequireAuthorization(Policies.Patient);
    }

    static async Task<IResult> Post(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        if (form.Number("rating") is not { } rating)
        {
            if (form.Errors.Count == 0)
                form.Add("rating", viewer["visit_review.choose"]);
            return await Ask(id, form, viewer, ct);
        }

        var written = await viewer.Api.WriteReview(id, new(rating, form["comment"]), form.Key, ct: ct);
        return form.Refused(written) ? await Ask(id, form, viewer, ct) : Show.See($"/visits/{id}/review");
    }

    static async Task<IResult> Ask(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.OwnVisit(id, ct);
        if (answer.Body is not { } visit)
            return Show.Wrong(answer.Problem);
        var (doctor, review) = (viewer.Api.Doctor(visit.DoctorId, ct), viewer.Api.Review(id, ct));
        var status = form.Problem?.Status ?? (form.Errors.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
        return Show.Page<ReviewOfVisitPage, ReviewModel>(new(visit, (await doctor).Body, (await review).Body, form), status);
    }
}
