using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Gateways;
using Payments.Adapters;

namespace Booking.Service.Payments;

/// <summary>A payment as clients see it.</summary>
public static class PaymentBody
{
    public static PaymentAnswer Of(PaymentState payment) => new(
        payment.Payment.Payment.Value, payment.Payment.Appointment.Value, payment.Provider, payment.Status, payment.Payment.Amount,
        payment.Captured, payment.Refunded, payment.Current?.Url, payment.Checkouts.Length);
}

/// <summary>Reads one payment: the patient's own, its doctor's, and the desk's.</summary>
public static class GetPayment
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/payments/{id}", Get).RequireAuthorization(Policies.SignedIn).Answers<PaymentAnswer>(200, 404);

    static async Task<IResult> Get(Guid id, Caller caller, StreamStore store, GatewayAccounts accounts, CancellationToken ct)
    {
        if (await store.DataSource.FindAppointmentOf(new(id), ct) is not { } row || !caller.MaySee(row)
            || await store.StateAsOf(Payment.Category, new(id), ct: ct) is not { } payment)
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        var atTheDesk = payment.State is { IsWaiting: true, Provider: PaymentProvider.Manual } ? await accounts.Get(GatewayAccountIds.Manual(row.Doctor), ct) : null;
        return ETags.Ok(caller.Http, PaymentBody.Of(payment.State) with { Instructions = (atTheDesk as ManualAccount)?.Instructions }, payment.Version);
    }
}
