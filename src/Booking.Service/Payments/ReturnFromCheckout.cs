using System.Text;
using Booking.Contracts;
using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.Service.Gateways;
using Booking.Service.Web;
using Booking.Service.Web.Holding;
using NodaTime;
using Npgsql;
using Payments.Adapters;

namespace Booking.Service.Payments;

/// <summary>
/// Where the browser comes back to from a provider's page. It changes nothing but when the provider is asked, and says how the payment
/// stands: the visit's parties on a page of the visit, and whoever else knows its address on one that names nobody.
/// </summary>
public sealed class ReturnFromCheckout(GatewayAccounts accounts, PaymentGateways gateways, StreamStore store, OutboxSignal signal, IClock clock)
{
    const int LongestForm = 16 * 1024;

    public static void Map(IEndpointRouteBuilder app) => app
        .MapMethods("/payments/{id}/return/{attempt:int}", [HttpMethods.Get, HttpMethods.Post], Come).RequireAuthorization(Policies.Anyone)
        .Produces<string>(StatusCodes.Status200OK, "text/html").Produces(StatusCodes.Status303SeeOther).Produces<Problem>(StatusCodes.Status404NotFound, "application/problem+json");

    static Task<IResult> Come(Guid id, int attempt, HttpContext http, Viewer viewer, ReturnFromCheckout returns, CancellationToken ct) =>
        returns.Answer(new(id), attempt, http, viewer, ct);

    async Task<IResult> Answer(PaymentId id, int attempt, HttpContext http, Viewer viewer, CancellationToken ct)
    {
        PageDoor.Headers(http.Response);
        if (await store.StateAsOf(Payment.Category, id.Stream(), ct: ct) is not { State: var payment }
            || payment.Checkouts.FirstOrDefault(c => c.Attempt == attempt) is not { } page)
        {
            return Refusals.NotFound.Problem(http);
        }

        var genuine = payment.IsWaiting && await IsGenuine(page, http.Request, ct);
        if (genuine)
        {
            await AskForReading(payment, http, ct);
        }

        if (genuine || HttpMethods.IsPost(http.Request.Method))
        {
            // To the same page without what was signed: what renews itself from now on asks nobody again. Besides, what another site posts comes without
            // the cookie of whoever is signed in here, and where it leads to with it.
            return Show.See(http.Request.Path.Value!);
        }

        return viewer.IsSignedIn ? Show.See($"/visits/{payment.Payment.Appointment}/paid") : Page(payment);
    }

    async Task<bool> IsGenuine(Checkout page, HttpRequest request, CancellationToken ct)
    {
        var parameters = HttpMethods.IsPost(request.Method) ? await Form(request, ct) : request.QueryString.Value?.TrimStart('?') ?? "";
        return parameters is not null && gateways.For(page.Order.Provider).VerifyReturn(await accounts.Of(page, ct), parameters);
    }

    static async Task<string?> Form(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength is null or > LongestForm)
        {
            return null;
        }

        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(ct);
    }

    async Task AskForReading(PaymentState payment, HttpContext http, CancellationToken ct)
    {
        var origin = new MessageOrigin(clock.GetCurrentInstant(), Problems.TraceId(http), CausationId: null, "browser", "anonymous");
        await using var batch = store.DataSource.CreateBatch();
        batch.BatchCommands.Add(PaymentReader.Ask(store.Model, payment.Payment.Payment, origin));
        await batch.ExecuteNonQueryAsync(ct);
        signal.Notify();
    }

    static IResult Page(PaymentState payment)
    {
        var waits = payment.IsWaiting && payment.Status is PaymentStatus.Pending or PaymentStatus.Processing;
        return Show.Page<ReturnPage, ReturnModel>(new(payment.Payment.Appointment.Value, Paid.Of(payment.Status, !payment.IsWaiting), waits, payment.Current?.Url));
    }
}
