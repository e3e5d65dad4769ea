using Booking.Contracts;
using Booking.EventStore;
using Npgsql;
using Booking.Service.Appointments;

namespace Booking.Service.Payments;

/// <summary>The desk ticks that refunded cash has left the till. A repeat changes nothing.</summary>
public static class HandBackCash
{
    public static Decision<PaymentEvent> Decide(PaymentState payment) =>
        payment.ToHandBack.IsZero ? [] : [new CashHandedBack(payment.ToHandBack)];

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/api/payments/{id}/handed-back", Post).RequireAuthorization(Policies.Desk).Answers<PaymentAnswer>(200, 404, 409, 412, 422);

    static async Task<IResult> Post(Guid id, Caller caller, Commands commands, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        if (await dataSource.FindAppointmentOf(new(id), ct) is null)
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        return await commands.Run(caller, (unit, _) =>
        {
            var money = unit.Load(Payment.Category, new(id));
            return () => (caller.Expects(money.Version) ?? unit.Append(money, Decide(money.State))) is { } refusal
                ? refusal
                : Answer.Ok(PaymentBody.Of(money.State), money.Version);
        }, ct);
    }
}
