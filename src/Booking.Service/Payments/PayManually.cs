using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;

namespace Booking.Service.Payments;

/// <summary>
/// The desk records money that it has taken; the visit is confirmed in the same transaction. An open page is closed first; where that
/// cannot be done, what is paid there later goes back.
/// </summary>
public static class PayManually
{
    public static readonly Refusal Closed = new("payment-closed", "This payment does not wait for money any more.");
    public static readonly Refusal AmountDiffers = new("amount-differs", "The amount is not what is due.");

    public static Decision<PaymentEvent> Decide(PaymentState payment, AppointmentState visit, ManualPaymentRequest taken) => payment switch
    {
        { Captures: [{ IsManual: true, As: var paid }, ..] } when paid.Reference == taken.Reference && paid.Captured == taken.Amount => [],
        _ when !payment.IsWaiting || !visit.IsPending => Closed,
        _ when taken.Amount != payment.Payment.Amount => AmountDiffers,
        _ => [new PaymentPaid(taken.Amount, taken.Method, taken.Reference)],
    };

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/api/payments/{id}/manual", Post).RequireAuthorization(Policies.Desk)
            .Answers<PaymentAnswer>(200, 400, 404, 409, 412, 422);

    static async Task<IResult> Post(Guid id, ManualPaymentRequest request, Caller caller, Commands commands, PaymentReader reader, StreamStore store, CancellationToken ct)
    {
        if (request.Reference.Length is 0 or > 100)
        {
            return Problems.Invalid(caller.Http, "reference", "Must have 1 to 100 characters.");
        }

        if (await store.DataSource.FindAppointmentOf(new(id), ct) is not { } row)
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        var expected = caller.IfMatch;
        if (await store.StateAsOf(Payment.Category, new(id), ct: ct) is { State: { IsWaiting: true } waiting, Version: var version }
            && waiting.Payment.Amount == request.Amount && caller.Expects(version) is null)
        {
            await NewCheckout.ClosePage(waiting, reader, commands.Context(caller), ct);
            // The caller's condition held, and the closing alone may have changed the version since.
            expected = null;
        }

        return await commands.Run(caller, (unit, _) =>
        {
            var streams = new VisitUnit(unit, row);
            var money = streams.Money!;
            return () =>
            {
                var decision = Decide(money.State, streams.Visit.State, request);
                if ((Refusals.Expects(expected, money.Version) ?? streams.Append(decision)) is { } refusal)
                {
                    return refusal;
                }

                if (!decision.Events.IsEmpty)
                {
                    Settlement.AfterMoney(streams);
                }

                return Answer.Ok(PaymentBody.Of(money.State), money.Version);
            };
        }, ct);
    }
}
