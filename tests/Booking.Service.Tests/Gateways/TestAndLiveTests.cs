using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Gateways;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Payments.Adapters;
using Xunit;

namespace Booking.Service.Tests.Gateways;

/// <summary>Which account takes new payments, and that play money and real money never share one.</summary>
public sealed class TestAndLiveTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    const GatewayMode Live = GatewayMode.Live;

    [Fact]
    public async Task Test_and_live_are_two_accounts_and_live_takes_over()
    {
        var clinic = await Clinic.Open(service);
        var test = (await service.Ops().SetGateway(clinic.Doctor, Accounts.Stripe())).Value;
        Assert.Equal(new(new(test.AccountId), "USD", Live: false), await service.Active(clinic.Doctor, PaymentProvider.Stripe));

        var live = (await service.Ops().SetGateway(clinic.Doctor, Accounts.Stripe(Live, currency: "EUR"))).Value;

        Assert.NotEqual(test.AccountId, live.AccountId);
        Assert.NotEqual(test.WebhookPath, live.WebhookPath);
        Assert.Equal(new(new(live.AccountId), "EUR", Live: true), await service.Active(clinic.Doctor, PaymentProvider.Stripe));
        Assert.Equal(
            [(live.AccountId, true), (test.AccountId, false)],
            from item in (await service.Ops().Gateways(clinic.Doctor)).Value.Items
            where item.Provider == PaymentProvider.Stripe
            select (item.AccountId, item.Active));
        Assert.Equal("sk_test_one", (await service.Read<StripeAccount>(test.AccountId)).SecretKey);
        Assert.Equal("sk_live_one", (await service.Read<StripeAccount>(live.AccountId)).SecretKey);
    }

    [Fact]
    public async Task A_test_account_does_not_take_over_from_a_live_one()
    {
        var clinic = await Clinic.Open(service);
        var live = (await service.Ops().SetGateway(clinic.Doctor, Accounts.Razorpay(Live))).Value;

        var test = (await service.Ops().SetGateway(clinic.Doctor, Accounts.Razorpay())).Value;

        Assert.False(test.Active);
        Assert.Equal(live.AccountId, (await service.Active(clinic.Doctor, PaymentProvider.Razorpay))?.Account.Value);
        Assert.True((await service.Ops().SetGateway(clinic.Doctor, Accounts.Stripe())).Value.Active);
    }

    [Fact]
    public async Task It_does_where_the_service_is_told_to_allow_it()
    {
        var clinic = await Clinic.Open(service);
        _ = (await service.Ops().SetGateway(clinic.Doctor, Accounts.Razorpay(Live))).Value;
        await using var staging = service.Start(Environments.Development, ("Payments:AllowTestMode", "true"));

        var test = (await staging.As(Roles.Ops).SetGateway(clinic.Doctor, Accounts.Razorpay())).Value;

        Assert.True(test.Active);
        Assert.Equal(new(new(test.AccountId), "INR", Live: false), await service.Active(clinic.Doctor, PaymentProvider.Razorpay));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Of_two_profiles_the_one_put_last_takes_new_payments_and_an_earlier_one_can_be_put_back()
    {
        var clinic = await Clinic.Open(service);
        var first = (await service.Ops().SetGateway(clinic.Doctor, Accounts.PayTabs(profile: 1))).Value;
        var second = (await service.Ops().SetGateway(clinic.Doctor, Accounts.PayTabs(profile: 2))).Value;
        Assert.Equal(second.AccountId, (await service.Active(clinic.Doctor, PaymentProvider.PayTabs))?.Account.Value);

        var back = (await service.Ops().SetGateway(clinic.Doctor, Accounts.PayTabs(profile: 1))).Value;

        Assert.Equal(first, back);
        Assert.Equal(first.AccountId, (await service.Active(clinic.Doctor, PaymentProvider.PayTabs))?.Account.Value);
        Assert.NotEqual(first.AccountId, (await service.Ops().SetGateway(clinic.Doctor, Accounts.PayTabs(profile: 1, region: "SAU"))).Value.AccountId);
    }

    [Fact]
    public async Task Every_doctor_takes_money_at_the_desk_and_nothing_else_without_being_configured()
    {
        var clinic = await Clinic.Open(service);

        var manual = await service.Active(clinic.Doctor, PaymentProvider.Manual);

        Assert.Equal(new(GatewayAccountIds.Manual(new(clinic.Doctor)), Currency: null, Live: true), manual);
        Assert.Null(await service.Active(clinic.Doctor, PaymentProvider.Stripe));
        Assert.Equal(manual!.Account.Value, (await service.Ops().SetGateway(clinic.Doctor, new ManualGatewayRequest("Cash only"))).Value.AccountId);
        Assert.Equal(manual, await service.Active(clinic.Doctor, PaymentProvider.Manual));
    }

    [Fact]
    public async Task A_command_finds_the_account_in_its_own_round_trip()
    {
        var clinic = await Clinic.Open(service);
        var test = (await service.Ops().SetGateway(clinic.Doctor, Accounts.Stripe())).Value;
        var store = service.Services.GetRequiredService<StreamStore>();

        var found = await store.Transact<(ActiveGateway?, ActiveGateway?, ActiveGateway?)>(Patients.People.Context, unit =>
        {
            var stripe = unit.LoadActiveGateway(new(clinic.Doctor), PaymentProvider.Stripe);
            var razorpay = unit.LoadActiveGateway(new(clinic.Doctor), PaymentProvider.Razorpay);
            var manual = unit.LoadActiveGateway(new(clinic.Doctor), PaymentProvider.Manual);
            return () => (stripe.Value, razorpay.Value, manual.Value);
        }, answer: null, CancellationToken.None);

        Assert.Equal((new(new(test.AccountId), "USD", Live: false), null, new(GatewayAccountIds.Manual(new(clinic.Doctor)), Currency: null, Live: true)), found.Value);
    }

    [Fact]
    public async Task No_account_is_found_under_an_id_that_nobody_has() =>
        Assert.Null(await service.Services.GetRequiredService<GatewayAccounts>().Get(new(Guid.NewGuid()), CancellationToken.None));
}
