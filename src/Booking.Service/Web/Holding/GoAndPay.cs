using Booking.Contracts;
using Booking.Service.Notifications;

namespace Booking.Service.Web.Holding;

/// <param name="Url">The provider's page; null until it is open.</param>
public sealed record PayModel(Guid Visit, PaymentProvider Provider, string? Url);

/// <summary>Between booking and the provider: waits for the provider's page and leads there. A form must not lead to another site, a link may.</summary>
static class GoAndPay
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/visits/{id:guid}/pay", Get).RequireAuthorization(Policies.SignedIn);

    static async Task<IResult> Get(Guid id, Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.Api.Appointment(id, ct: ct);
        if (answer.Problem is { } problem)
            return Show.Wrong(problem);
        // Nothing to pay here (any more), or a page that could not be opened: the visit says so, and what can be done.
        if (answer.Value is not { Status: AppointmentStatus.PendingPayment, Payment: { Provider: not PaymentProvider.Manual, Status: PaymentStatus.Pending or PaymentStatus.Processing } payment })
            return Show.See($"/visits/{id}");
        var model = new PayModel(id, payment.Provider, VisitLinks.Web(payment.CheckoutUrl));
        return viewer.WantsPart ? Show.Page<PayPart, PayModel>(model) : Show.Page<PayPage, PayModel>(model);
    }
}
