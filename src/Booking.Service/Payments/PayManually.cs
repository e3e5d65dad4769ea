using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Npgsql;

namespace Booking.Service.Payments;

/// <summary>The desk records money that it has taken; the visit is confirmed in the same transaction.</summary>
public static class PayManually
{
    public static readonly Refusal Closed = new("payment-closed", "This payment does not wait for money any more.");
    public static readonly Refusal AmountDiffers = new("amount-differs", "The amount is not what is due.");

    public static Decision<PaymentEvent> Decide(PaymentState payment, AppointmentState visit, ManualPaymentRequest taken) => payment switch
    {
        { Paid: { } paid } when paid.Reference == taken.Reference && paid.Captured == taken.Amount => [],
        _ when payment.Status != PaymentStatus.Pending || !visit.IsPending => Closed,
        _ when taken.Amount != payment.Payment.Amount => AmountDiffers,
        _ => [new PaymentPaid(taken.Amount, taken.Method, taken.Reference)],
    };

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/api/payments/{id}/manual", Post).RequireAuthorization(Policies.Desk)
            .Answers<PaymentAnswer>(200, 400, 404, 409, 412, 422);

    static async Task<IResult> Post(Guid id, ManualPaymentRequest request, Caller caller, Commands commands, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        if (request.Reference.Length is 0 or > 100)
        {
            return Problems.Invalid(caller.Http, "reference", "Must have 1 to 100 characters.");
        }

        if (await dataSource.FindAppointmentOf(new(id), ct) is not { } row)
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        return await commands.Run(caller, (unit, _) =>
        {
            var visit = unit.Load(Appointment.Category, row.Id.Stream());
            var money = unit.Load(Payment.Category, row.Payment!.Value.Stream());
            return () =>
            {
                var decision = Decide(money.State, visit.State, request);
                if ((caller.Expects(money.Version) ?? unit.Append(money, decision)) is { } refusal)
                {
                    return refusal;
                }

                if (!decision.Events.IsEmpty)
                {
                    unit.Append(visit, [new AppointmentConfirmed(request.Amount)]);
                }

                return Answer.Ok(PaymentBody.Of(money.State), money.Version);
            };
        }, ct);
    }
}
