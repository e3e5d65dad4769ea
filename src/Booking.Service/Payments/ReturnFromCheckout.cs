using System.Text;
using System.Text.Encodings.Web;
using Booking.Contracts;
using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.Service.Gateways;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Npgsql;
using Payments.Adapters;

namespace Booking.Service.Payments;

/// <summary>
/// Where the browser comes back to from a provider's page. It changes nothing but when the provider is asked, and says how the payment
/// stands to whoever knows its address; it names nobody.
/// </summary>
public sealed class ReturnFromCheckout(GatewayAccounts accounts, PaymentGateways gateways, StreamStore store, OutboxSignal signal, IClock clock)
{
    const int LongestForm = 16 * 1024;

    public static void Map(IEndpointRouteBuilder app) => app
        .MapMethods("/payments/{id}/return/{attempt:int}", [HttpMethods.Get, HttpMethods.Post], Come).RequireAuthorization(Policies.Anyone)
        .Produces<string>(StatusCodes.Status200OK, "text/html").Produces(StatusCodes.Status303SeeOther).Produces<Problem>(StatusCodes.Status404NotFound, "application/problem+json");

    static Task<IResult> Come(Guid id, int attempt, HttpContext http, ReturnFromCheckout returns, CancellationToken ct) =>
        returns.Answer(new(id), attempt, http, ct);

    async Task<IResult> Answer(PaymentId id, int attempt, HttpContext http, CancellationToken ct)
    {
        if (await store.StateAsOf(Payment.Category, id.Stream(), ct: ct) is not { State: var payment }
            || payment.Checkouts.FirstOrDefault(c => c.Attempt == attempt) is not { } page)
        {
            return Refusals.NotFound.Problem(http);
        }

        if (payment.IsWaiting && await IsGenuine(page, http.Request, ct))
        {
            await AskForReading(payment, http, ct);
            // To the same page without what was signed: what renews itself from now on asks nobody again.
            http.Response.Headers.Location = http.Request.Path.Value;
            return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
        }

        return Html(payment);
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

    static ContentHttpResult Html(PaymentState payment)
    {
        var waits = payment.IsWaiting && payment.Status is PaymentStatus.Pending or PaymentStatus.Processing;
        var (title, text) = payment.Status switch
        {
            PaymentStatus.Paid => ("Payment received", "Thank you. Your payment has arrived and your appointment is confirmed."),
            PaymentStatus.Pending => ("No payment yet", "We have not heard of a payment yet. If you have just paid, wait here: this page renews itself every few seconds."),
            PaymentStatus.Processing => ("Payment on its way", "Your payment is being processed. This page renews itself every few seconds."),
            PaymentStatus.Refunded or PaymentStatus.PartiallyRefunded => ("Payment returned", "The money goes back the way it came."),
            PaymentStatus.Disputed => ("Payment in question", "Your bank has asked about this payment. Please speak to the clinic."),
            _ => ("Not paid", "Nothing was paid on this page. You can try again from your appointment while it is kept for you."),
        };
        var renew = waits ? """<meta http-equiv="refresh" content="3">""" : "";
        var back = payment.Current is { Url: { } url } ? $"""<p><a href="{HtmlEncoder.Default.Encode(url)}">Back to the payment page</a></p>""" : "";
        return TypedResults.Content($"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">{renew}<title>{title}</title></head>
            <body><main><h1>{title}</h1><p role="status">{text}</p>{back}</main></body>
            </html>
            """, "text/html; charset=utf-8");
    }
}
