using Booking.Contracts;

namespace Booking.Service.Web.Holding;

/// <summary>How the ways to pay are called for patients.</summary>
static class Ways
{
    /// <summary>What a patient chooses by: what they pay with.</summary>
    public static string Text(Viewer viewer, PaymentProvider provider) => viewer[provider switch
    {
        PaymentProvider.Stripe => "holding.pay_stripe",
        PaymentProvider.Razorpay => "holding.pay_razorpay",
        PaymentProvider.PayTabs => "holding.pay_paytabs",
        _ => "holding.pay_manual",
    }];

    /// <summary>A name that is the same in every language.</summary>
    public static string Name(PaymentProvider provider) => provider.ToString();
}
