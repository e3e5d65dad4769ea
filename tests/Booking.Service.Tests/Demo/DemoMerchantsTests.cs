using Booking.Contracts;
using Booking.Service.Demo;
using Microsoft.Extensions.Logging.Abstractions;
using Payments.Adapters;
using Xunit;

namespace Booking.Service.Tests.Demo;

public sealed class DemoMerchantsTests
{
    [Fact]
    public void Every_demo_doctor_can_be_paid_through_stripe() =>
        Assert.All(DemoDoctors.All, doctor => Assert.Contains(PaymentProvider.Stripe, Providers(doctor)));

    [Theory]
    [InlineData("Dr. Sarah Ahmed", "ARE")]
    [InlineData("Dr. Faisal Al Qahtani", "SAU")]
    [InlineData("Dr. Yousef Al Sabah", "KWT")]
    [InlineData("Dr. Salim Al Busaidi", "OMN")]
    [InlineData("Dr. Rania Khoury", "JOR")]
    [InlineData("Dr. Hana Fathy", "EGY")]
    [InlineData("Dr. Maryam Al Khalifa", "GLOBAL")]
    [InlineData("Dr. Ayesha Khan", "GLOBAL")]
    public void PayTabs_is_where_the_doctor_is(string name, string region) =>
        Assert.Equal(region, Assert.Single(Of(Named(name)), merchant => merchant.Draft.Provider == PaymentProvider.PayTabs).Draft.Region);

    [Fact]
    public void Doctors_who_charge_rupees_take_razorpay() => Assert.All(
        DemoDoctors.All.Where(doctor => doctor.Currency == "INR"), doctor => Assert.Contains(PaymentProvider.Razorpay, Providers(doctor)));

    [Fact]
    public void No_provider_that_cannot_charge_the_fee_is_offered()
    {
        using var gateways = Gateways();
        var odd = Named("Dr. Yousef Al Sabah") with { Followup = 15_001 }; // A third digit of the dinar, which no provider takes.

        Assert.Empty(DemoMerchants.Of(odd, (provider, fee) => gateways.For(provider).Takes(fee)));
    }

    [Fact]
    public void A_restart_keeps_the_keys_and_no_two_accounts_share_one()
    {
        var (first, again) = (DemoDoctors.All.SelectMany(Of).ToList(), DemoDoctors.All.SelectMany(Of).ToList());

        Assert.Equal(first.Select(merchant => merchant.Draft), again.Select(merchant => merchant.Draft));
        Assert.Equal(first.Count, first.Select(merchant => merchant.Draft.Secrets.Key).Distinct().Count());
        var profiles = first.Select(merchant => merchant.Draft.ProfileId).OfType<long>().ToList();
        Assert.Equal(profiles.Count, profiles.Distinct().Count());
    }

    static DemoDoctor Named(string name) => DemoDoctors.All.Single(doctor => doctor.FullName == name);

    static PaymentProvider[] Providers(DemoDoctor doctor) => [.. Of(doctor).Select(merchant => merchant.Draft.Provider)];

    static List<DemoMerchant> Of(DemoDoctor doctor)
    {
        using var gateways = Gateways();
        return [.. DemoMerchants.Of(doctor, (provider, fee) => gateways.For(provider).Takes(fee))];
    }

    static PaymentGateways Gateways() => new(new(), NullLoggerFactory.Instance);
}
