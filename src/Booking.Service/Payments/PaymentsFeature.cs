using Booking.EventStore;
using Booking.EventStore.Outbox;
using Payments.Adapters;

namespace Booking.Service.Payments;

/// <summary>Money: what is stored, what follows, what is served.</summary>
public static class PaymentsFeature
{
    /// <summary>Outages of a provider last for hours; the reconciler drives on what is given up here.</summary>
    const int MostAttempts = 40;

    public static void Add(WebApplicationBuilder builder)
    {
        try
        {
            builder.Services.AddPaymentGateways(builder.Configuration, builder.Environment.IsProduction());
        }
        catch (InvalidOperationException refused)
        {
            throw new StartupRefusedException(refused.Message);
        }

        builder.Services.AddSingleton<ProviderRequests>().AddSingleton<CheckoutPages>().AddSingleton<CheckoutUrls>().AddSingleton<PaymentRecords>()
            .AddSingleton<RefundSender>().AddSingleton<PaymentReader>().AddSingleton<CheckoutOpener>().AddSingleton<PaymentDriver>()
            .AddSingleton<ReceiveNotification>().AddSingleton<ReturnFromCheckout>()
            .AddSingleton<Reconciler>().AddHostedService(provider => provider.GetRequiredService<Reconciler>());
    }

    public static void Model(StoreModel model, OutboxHandlers handlers)
    {
        model.Events
            .Add("payment_initiated", EventJson.Default.PaymentInitiated)
            .Add("checkout_requested", EventJson.Default.CheckoutRequested)
            .Add("checkout_opened", EventJson.Default.CheckoutOpened)
            .Add("checkout_failed", EventJson.Default.CheckoutFailed)
            .Add("checkout_closed", EventJson.Default.CheckoutClosed)
            .Add("payment_processing", EventJson.Default.PaymentProcessing)
            .Add("processing_failed", EventJson.Default.ProcessingFailed)
            .Add("payment_paid", EventJson.Default.PaymentPaid)
            .Add("payment_expired", EventJson.Default.PaymentExpired)
            .Add("refund_requested", EventJson.Default.RefundRequested)
            .Add("refund_accepted", EventJson.Default.RefundAccepted)
            .Add("refund_succeeded", EventJson.Default.RefundSucceeded)
            .Add("refund_failed", EventJson.Default.RefundFailed)
            .Add("cash_handed_back", EventJson.Default.CashHandedBack)
            .Add("dispute_opened", EventJson.Default.DisputeOpened)
            .Add("dispute_closed", EventJson.Default.DisputeClosed)
            .Add("anomaly_found", EventJson.Default.AnomalyFound)
            .Add("anomaly_resolved", EventJson.Default.AnomalyResolved);
        model.Messages.Add("drive_payment", EventJson.Default.DrivePayment).Add("read_payment", EventJson.Default.ReadPayment);
        model.Project(Payment.Category, "payments", ["payments", "payment_captures", "anomalies"], PaymentTables.Project, byStream: true, guards: ["payment_captures"]);
        // Cash that waits to be handed back shows on the day sheet, and in no visit.
        model.Announce(Payment.Category, static (_, _, after) => after.Initiated?.Doctor.Value);
        model.React(Payment.Category, React);
        model.Refuse("payment_captures_count_once", PaymentRecords.CountedElsewhere);
        handlers.Handle<DrivePayment>(PaymentDriver.Handle, MostAttempts).Handle<ReadPayment>(PaymentReader.Handle, MostAttempts);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        GetPayment.Map(app);
        PayManually.Map(app);
        HandBackCash.Map(app);
        NewCheckout.Map(app);
        RefundByDesk.Map(app);
        ReceiveNotification.Map(app);
        ReturnFromCheckout.Map(app);
        Receipt.Map(app);
        Anomalies.Map(app);
        WatchedPayments.Map(app);
        ProvidersTold.Map(app);
    }

    /// <summary>Whatever leaves something to be done at a provider drives the payment on.</summary>
    static IEnumerable<Message> React(PaymentEvent @event, EventMetadata metadata, PaymentState after)
    {
        var leadsOn = @event switch
        {
            CheckoutRequested or RefundRequested { Operation: not null } => true,
            CheckoutOpened or PaymentPaid or PaymentExpired => PaymentDriver.Next(after) is not null,
            _ => false,
        };
        if (leadsOn)
        {
            yield return new Message(new DrivePayment(after.Payment.Payment), Parks: false);
        }
    }
}
