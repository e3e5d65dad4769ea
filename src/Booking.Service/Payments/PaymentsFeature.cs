using Booking.EventStore;

namespace Booking.Service.Payments;

/// <summary>Money: what is stored, what is served.</summary>
public static class PaymentsFeature
{
    public static void Model(StoreModel model)
    {
        model.Events
            .Add("payment_initiated", EventJson.Default.PaymentInitiated)
            .Add("payment_paid", EventJson.Default.PaymentPaid)
            .Add("payment_expired", EventJson.Default.PaymentExpired)
            .Add("refund_requested", EventJson.Default.RefundRequested)
            .Add("refund_succeeded", EventJson.Default.RefundSucceeded)
            .Add("cash_handed_back", EventJson.Default.CashHandedBack);
        model.Project(Payment.Category, "payments", ["payments"], PaymentTables.Project);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        GetPayment.Map(app);
        PayManually.Map(app);
        HandBackCash.Map(app);
    }
}
