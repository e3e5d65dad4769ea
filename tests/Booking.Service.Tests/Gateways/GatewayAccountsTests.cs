using System.Security.Cryptography;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Gateways;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Internal;
using NodaTime;
using Payments.Adapters;
using Xunit;

namespace Booking.Service.Tests.Gateways;

public sealed class GatewayAccountsTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    // As another program makes them, uuid5 of the doctor and "gateway/stripe/test"), "gateway/paytabs/live/ARE/12345", "gateway/manual".
    const string StripeTest = "1e843eb6-f9a8-5a0a-8b1d-fa3994e38b42", PayTabsLive = "6043b1da-9965-51c3-9aaa-8aeb89f8f157", Manual = "51b159b3-5c46-5897-941e-b9a4205fe97a";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_goes_on_for_ten_seconds_with_a_key_that_another_replaced_unless_it_asks_afresh()
    {
        var clinic = await Clinic.Open(service);
        var id = new GatewayAccountId((await service.Ops().SetGateway(clinic.Doctor, Accounts.Stripe())).Value.AccountId);
        var clock = new RealTime();
        using var node = Node(clock);
        await node.Get(id, Ct);
        _ = (await service.Ops().SetGateway(clinic.Doctor, Accounts.Stripe(key: "two"))).Value;

        clock.UtcNow += GatewayAccounts.CachedFor - TimeSpan.FromMilliseconds(1);
        var before = Key(await node.Get(id, Ct));
        clock.UtcNow += TimeSpan.FromMilliseconds(1);
        var after = Key(await node.Get(id, Ct));
        _ = (await service.Ops().SetGateway(clinic.Doctor, Accounts.Stripe(key: "three"))).Value;

        Assert.Equal(TimeSpan.FromSeconds(10), GatewayAccounts.CachedFor);
        Assert.Equal(("sk_test_one", "sk_test_two"), (before, after));
        Assert.Equal("sk_test_two", Key(await node.Get(id, Ct)));
        Assert.Equal("sk_test_three", Key(await node.Fresh(id, Ct)));
        Assert.Equal("sk_test_three", Key(await node.Get(id, Ct)));
    }

    [Fact]
    public async Task The_node_that_took_a_new_key_uses_it_at_once()
    {
        var clinic = await Clinic.Open(service);
        var id = new GatewayAccountId((await service.Ops().SetGateway(clinic.Doctor, Accounts.Stripe())).Value.AccountId);
        var accounts = service.Services.GetRequiredService<GatewayAccounts>();
        await accounts.Get(id, Ct);

        _ = (await service.Ops().SetGateway(clinic.Doctor, Accounts.Stripe(key: "two"))).Value;

        Assert.Equal("sk_test_two", Key(await accounts.Get(id, Ct)));
    }

    [Fact]
    public async Task Secrets_that_are_moved_to_another_accounts_row_do_not_open_and_putting_them_anew_mends_it()
    {
        var clinic = await Clinic.Open(service);
        var test = new GatewayAccountId((await service.Ops().SetGateway(clinic.Doctor, Accounts.Stripe())).Value.AccountId);
        var live = new GatewayAccountId((await service.Ops().SetGateway(clinic.Doctor, Accounts.Stripe(GatewayMode.Live))).Value.AccountId);
        await using (var command = service.Database.DataSource.CreateCommand(
            "update gateway_secrets set sealed = (select sealed from gateway_secrets where account_id = $1) where account_id = $2"))
            await command.With(Pg.Uuid(live.Value), Pg.Uuid(test.Value)).ExecuteNonQueryAsync(Ct);
        using var node = Node();

        await Assert.ThrowsAnyAsync<CryptographicException>(() => node.Fresh(test, Ct));
        _ = (await service.Ops().SetGateway(clinic.Doctor, Accounts.Stripe())).Value;

        Assert.Equal("sk_test_one", Key(await node.Fresh(test, Ct)));
        Assert.Equal("sk_live_one", Key(await node.Fresh(live, Ct)));
    }

    [Fact]
    public void An_accounts_id_never_changes_because_providers_were_told_the_path_that_it_stands_in()
    {
        var doctor = new DoctorId(new("11111111-1111-4111-8111-111111111111"));

        Assert.Equal(Guid.Parse(StripeTest), GatewayAccountIds.Of(doctor, PaymentProvider.Stripe, live: false).Value);
        Assert.Equal(Guid.Parse(PayTabsLive), GatewayAccountIds.OfPayTabs(doctor, live: true, "ARE", 12_345).Value);
        Assert.Equal(Guid.Parse(Manual), GatewayAccountIds.Manual(doctor).Value);
    }

    static string Key(GatewayAccount? account) => Assert.IsType<StripeAccount>(account).SecretKey;

    GatewayAccounts Node(ISystemClock? realTime = null) =>
        new(service.Database.DataSource, service.Services.GetRequiredService<MasterKeys>(), realTime);

    sealed class RealTime : ISystemClock
    {
        public DateTimeOffset UtcNow { get; set; } = Instant.FromUtc(2027, 3, 1, 8, 0).ToDateTimeOffset();
    }
}
