using Booking.Contracts;
using Booking.Service.Doctors;

namespace Booking.Service.Gateways;

/// <summary>An account as a request describes it, whichever provider it is with.</summary>
/// <param name="Live">Always for <c>manual</c>: what is paid at the desk is real.</param>
/// <param name="Currency">Null: any.</param>
public sealed record GatewayDraft(
    GatewayAccountId Account, PaymentProvider Provider, bool Live, string? Currency, GatewaySecrets Secrets, string? Region = null, long? ProfileId = null)
{
    public static GatewayDraft Of(DoctorId doctor, StripeGatewayRequest request)
    {
        var live = request.Mode == GatewayMode.Live;
        return new(
            GatewayAccountIds.Of(doctor, PaymentProvider.Stripe, live), PaymentProvider.Stripe, live, request.Currency,
            new(request.SecretKey, WebhookSecrets: request.WebhookSecrets.ToEquatableList()));
    }

    public static GatewayDraft Of(DoctorId doctor, RazorpayGatewayRequest request)
    {
        var live = request.Mode == GatewayMode.Live;
        return new(
            GatewayAccountIds.Of(doctor, PaymentProvider.Razorpay, live), PaymentProvider.Razorpay, live, request.Currency,
            new(request.KeySecret, request.KeyId, request.WebhookSecrets.ToEquatableList()));
    }

    public static GatewayDraft Of(DoctorId doctor, PayTabsGatewayRequest request)
    {
        var live = request.Mode == GatewayMode.Live;
        return new(
            GatewayAccountIds.OfPayTabs(doctor, live, request.Region, request.ProfileId), PaymentProvider.PayTabs, live, request.Currency,
            new(request.ServerKey, EarlierKeys: []), request.Region, request.ProfileId);
    }

    public static GatewayDraft Of(DoctorId doctor, ManualGatewayRequest request) => new(
        GatewayAccountIds.Manual(doctor), PaymentProvider.Manual, Live: true, Currency: null, new(Instructions: request.Instructions));

    /// <summary>
    /// The account put last takes new payments. One exception keeps play money from real visits: a test account takes none while the doctor has
    /// a live account with the same provider, unless the service is told to allow it.
    /// </summary>
    public GatewayConfigured For(DoctorState doctor, bool allowTest)
    {
        var active = Live || allowTest || doctor.Gateways?.Any(known => known.Provider == Provider && known.Live) is not true;
        return new(Account, Provider, Live, Currency, active, Region, ProfileId);
    }
}
