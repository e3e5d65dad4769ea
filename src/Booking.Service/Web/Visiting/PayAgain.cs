using Booking.Contracts;

namespace Booking.Service.Web.Visiting;

/// <summary>Another page to pay on, after the one before ended without money.</summary>
static class PayAgain
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        // Whose session ended comes here from the sign-in.
        pages.MapGet("/visits/{id:guid}/pay-again", (Guid id) => Show.See($"/visits/{id}")).RequireAuthorization(Policies.Patient);
        pages.MapPost("/visits/{id:guid}/pay-again", Post).RequireAuthorization(Policies.Patient);
    }

    static async Task<IResult> Post(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.OwnVisit(id, ct);
        if (answer.Body is not { } visit)
            return Show.Wrong(answer.Problem);
        if (visit.Payment is not { } payment)
            return Show.See($"/visits/{id}");
        PaymentProvider? wanted = form.Has("provider") ? form.Enum("provider", payment.Provider) : null;
        var opened = await viewer.Api.NewCheckout(payment.Id, new(wanted), form.Key, ct: ct);
        // A page that is open still is one to pay on.
        return opened.Problem is { Code: not "checkout-open" } refused ? await SeeVisit.Refused(viewer, id, refused, ct) : Show.See($"/visits/{id}/pay");
    }
}
