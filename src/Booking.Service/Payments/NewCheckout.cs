using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Gateways;
using NodaTime;
using Npgsql;
using Payments.Adapters;

namespace Booking.Service.Payments;

/// <summary>Opens another page for a visit that waits for its money. The page before is closed first, so that nobody pays on both.</summary>
public static class NewCheckout
{
    public static readonly Refusal StillOpen = new("checkout-open", "The page before is still open and cannot be closed; pay there, or wait until it ends.");
    public static readonly Refusal TooMany = new("too-many-attempts", "This payment has had as many pages as it may have.");

    /// <summary>What stands against another page, in order of precedence. The open page comes last: it is closed only for another that can be had.</summary>
    public static Refusal? Refused(PaymentState payment, AppointmentState visit, ActiveGateway? account, IPaymentGateway gateway, Instant? deadline) => payment switch
    {
        _ when !payment.IsWaiting || !visit.IsPending => PayManually.Closed,
        _ when account is null || !gateway.Capabilities.HasPage => RequestAppointment.NoGateway,
        { Checkouts.Length: >= CheckoutPages.MostAttempts } => TooMany,
        _ when (account.Currency is { } currency && currency != visit.Due.Currency) || !gateway.Takes(visit.Due) => RequestAppointment.NotPayable,
        _ when deadline is null => RequestAppointment.TooLate,
        { Checkouts: [.., { IsLive: true }] } => StillOpen,
        _ => null,
    };

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/api/payments/{id}/checkout", Post).RequireAuthorization(Policies.SignedIn).Answers<PaymentAnswer>(200, 400, 404, 409, 412, 422);

    static async Task<IResult> Post(
        Guid id, CheckoutRequest request, Caller caller, Commands commands, PaymentGateways gateways, PaymentReader reader, CheckoutUrls urls, StreamStore store, CancellationToken ct)
    {
        if (await store.DataSource.FindAppointmentOf(new(id), ct) is not { } row || !caller.MaySee(row)
            || await store.StateAsOf(Payment.Category, new(id), ct: ct) is not { } payment)
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        var provider = request.Provider ?? payment.State.Provider;
        Task<Reply> Decide(long? expected) => commands.Run(caller, (unit, now) => Plan(unit, now, row, provider, gateways.For(provider), expected), ct);
        var reply = await Decide(caller.IfMatch);
        if (reply.Refusal == StillOpen)
        {
            // Not before the first decision: a repeat under the same key must not close the page that it opened.
            await ClosePage(payment.State, reader, commands.Context(caller), ct);
            // The caller's condition held, and the closing alone may have changed the version since.
            reply = await Decide(expected: null);
        }

        return await Answered(reply, urls, store, ct);
    }

    static Func<Result<Answer>> Plan(Unit unit, Instant now, AppointmentRow row, PaymentProvider provider, IPaymentGateway gateway, long? expected)
    {
        var streams = new VisitUnit(unit, row);
        var account = unit.LoadActiveGateway(row.Doctor, provider);
        return () =>
        {
            var money = streams.Money!;
            var deadline = CheckoutPages.Deadline(gateway.Capabilities, streams.Calendar.Rules.PaymentMinutes, streams.Visit.State.PayableUntil, now);
            if ((Refusals.Expects(expected, money.Version) ?? Refused(money.State, streams.Visit.State, account.Value, gateway, deadline)) is { } refusal)
            {
                return refusal;
            }

            CheckoutOpener.Another(streams, provider, account.Value!, gateway.Capabilities, now);
            Settlement.Follow(streams);
            return Answer.Ok(PaymentBody.Of(money.State), money.Version);
        };
    }

    /// <summary>Best effort: what cannot be closed stays open, and the decision sees it.</summary>
    internal static async Task ClosePage(PaymentState payment, PaymentReader reader, CommandContext context, CancellationToken ct)
    {
        try
        {
            foreach (var page in payment.Checkouts.Where(c => c.IsOpen))
            {
                payment = await reader.Close(payment, page, context with { Idempotency = null }, ct);
            }
        }
        catch (ProviderException)
        {
            // The provider is out of reach: the page stays open in our books, which the caller is told.
        }
    }

    static async Task<IResult> Answered(Reply reply, CheckoutUrls urls, StreamStore store, CancellationToken ct)
    {
        if (reply.Answer?.Read<PaymentAnswer>() is not { CheckoutUrl: null } answered)
        {
            return reply;
        }

        await urls.Wait(store, new(answered.Id), ct);
        var payment = (await store.StateAsOf(Payment.Category, new(answered.Id), ct: ct))!.Value;
        return reply with { Answer = reply.Answer.With(PaymentBody.Of(payment.State), payment.Version) };
    }
}
