using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Web.Visiting;

/// <summary>What cancelling costs, before it is done.</summary>
/// <param name="Preview">Null when the visit cannot be cancelled any more.</param>
/// <param name="Version">Of the visit, as it was shown.</param>
/// <param name="IsAtTheDesk">The money was taken at the desk, and is to be collected there.</param>
public sealed record CancelModel(AppointmentAnswer Visit, DoctorAnswer? Doctor, CancellationPreview? Preview, string? Version, bool IsAtTheDesk, Form Form, Instant Now)
{
    public bool IsPaid => Preview is { } money && money.Refund.Amount + money.Fee.Amount > 0;
}

static class CancelPages
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/visits/{id:guid}/cancel", Get).RequireAuthorization(Policies.Patient);
        pages.MapPost("/visits/{id:guid}/cancel", Post).RequireAuthorization(Policies.Patient);
    }

    static Task<IResult> Get(Guid id, Viewer viewer, CancellationToken ct) => Ask(id, Form.Of(), viewer, ct);

    static async Task<IResult> Post(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        var (visit, preview) = (viewer.OwnVisit(id, ct), viewer.Api.PreviewCancellation(id, ct: ct));
        if ((await visit).Body is not { } asked)
            return Show.Wrong((await visit).Problem);
        // An hour of the rule may have passed since the page was shown: nobody gets back less than they agreed to.
        if ((await preview).Body is { } now && asked.IsLive() && form["refund"] is { } shown && shown != Text(now.Refund))
        {
            form.Add("refund", viewer["visit_cancel.changed"]);
            return await Ask(id, form, viewer, ct, StatusCodes.Status409Conflict);
        }

        var cancelled = await viewer.Api.Cancel(id, new(form["reason"] ?? viewer["visit_cancel.no_reason"]), form.Key, asked.IsLive() ? form.Version : null, ct);
        return form.Refused(cancelled) ? await Ask(id, form, viewer, ct, (int)cancelled.Status) : Show.See($"/visits/{id}");
    }

    static async Task<IResult> Ask(Guid id, Form form, Viewer viewer, CancellationToken ct, int status = StatusCodes.Status200OK)
    {
        var (answer, asked) = (viewer.OwnVisit(id, ct), viewer.Api.PreviewCancellation(id, ct: ct));
        if ((await answer).Body is not { } visit)
            return Show.Wrong((await answer).Problem);
        // Cancelled in the meantime, here or in another window: its page says how.
        if (visit.Cancellation is not null)
            return Show.See($"/visits/{id}");
        var doctor = await viewer.Api.Doctor(visit.DoctorId, ct);
        var preview = await asked;
        if (preview.Problem is { } refused && form.Problem is null)
            (_, status) = (form.Refused(preview), refused.Status);
        var model = new CancelModel(visit, doctor.Body, preview.Body, (await answer).ETag, visit.Payment?.Provider == PaymentProvider.Manual, form, viewer.Now);
        return Show.Page<CancelPage, CancelModel>(model, status);
    }

    /// <summary>An amount as the form keeps it.</summary>
    public static string Text(Money money) => $"{money.Amount} {money.Currency}";
}
