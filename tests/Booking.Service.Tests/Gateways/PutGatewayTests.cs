using System.Net;
using Booking.Contracts;
using Booking.EventStore;
using Npgsql;
using Payments.Adapters;
using Xunit;

namespace Booking.Service.Tests.Gateways;

public sealed class PutGatewayTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Ops_and_the_doctor_put_accounts_and_the_front_desk_and_other_doctors_do_not()
    {
        var (clinic, other) = (await Clinic.Open(service), await Clinic.Open(service));

        Assert.True((await service.Ops().SetGateway(clinic.Doctor, Accounts.Stripe())).Value.Active);
        Assert.True((await service.Doctor(clinic.Doctor).SetGateway(clinic.Doctor, Accounts.PayTabs())).Value.Active);
        (await service.Desk().SetGateway(clinic.Doctor, Accounts.Stripe())).Refused(HttpStatusCode.Forbidden, "forbidden");
        (await service.Doctor(other.Doctor).SetGateway(clinic.Doctor, Accounts.Stripe())).Refused(HttpStatusCode.Forbidden, "forbidden");
        (await service.Desk().Gateways(clinic.Doctor)).Refused(HttpStatusCode.Forbidden, "forbidden");
        (await service.Doctor(other.Doctor).Gateways(clinic.Doctor)).Refused(HttpStatusCode.Forbidden, "forbidden");
        (await service.Ops().SetGateway(Guid.NewGuid(), Accounts.Stripe())).Refused(HttpStatusCode.NotFound, "not-found");
        (await service.Ops().Gateways(Guid.NewGuid())).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task What_was_put_is_listed_and_opens_as_it_was_sent()
    {
        var clinic = await Clinic.Open(service);
        var (ops, doctor) = (service.Ops(), clinic.Doctor);

        var stripe = (await ops.SetGateway(doctor, Accounts.Stripe(webhookSecrets: ["whsec_two", "whsec_one"]))).Value;
        var razorpay = (await ops.SetGateway(doctor, Accounts.Razorpay(GatewayMode.Live))).Value;
        var payTabs = (await ops.SetGateway(doctor, Accounts.PayTabs("server-key", "SAU", 77))).Value;
        var manual = (await ops.SetGateway(doctor, new ManualGatewayRequest("IBAN 12"))).Value;

        Assert.Equal($"/webhooks/stripe/{stripe.AccountId}", stripe.WebhookPath);
        Assert.Equal($"/webhooks/razorpay/{razorpay.AccountId}", razorpay.WebhookPath);
        Assert.Equal($"/webhooks/paytabs/{payTabs.AccountId}", payTabs.WebhookPath);
        Assert.Null(manual.WebhookPath);
        Assert.Equal(
            [
                new(PaymentProvider.Stripe, stripe.AccountId, stripe.WebhookPath, Active: true, GatewayMode.Test, "USD"),
                new(PaymentProvider.Razorpay, razorpay.AccountId, razorpay.WebhookPath, Active: true, GatewayMode.Live, "INR"),
                new(PaymentProvider.PayTabs, payTabs.AccountId, payTabs.WebhookPath, Active: true, GatewayMode.Test, "AED"),
                new(PaymentProvider.Manual, manual.AccountId, WebhookPath: null, Active: true, GatewayMode.Live, Currency: null),
            ],
            (await service.Doctor(doctor).Gateways(doctor)).Value.Items);
        var opened = await service.Read<StripeAccount>(stripe.AccountId);
        Assert.Equal((false, "USD", "sk_test_one", "whsec_two whsec_one"), (opened.Live, opened.Currency, opened.SecretKey, string.Join(' ', opened.WebhookSecrets)));
        var indian = await service.Read<RazorpayAccount>(razorpay.AccountId);
        Assert.Equal((true, "INR", "rzp_live_id", "razorpay-secret"), (indian.Live, indian.Currency, indian.KeyId, indian.KeySecret));
        Assert.Equal("chosen by the merchant", Assert.Single(indian.WebhookSecrets));
        var saudi = await service.Read<PayTabsAccount>(payTabs.AccountId);
        Assert.Equal((false, "AED", "SAU", 77L, "server-key"), (saudi.Live, saudi.Currency, saudi.Region, saudi.ProfileId, saudi.ServerKey));
        Assert.Equal("IBAN 12", (await service.Read<ManualAccount>(manual.AccountId)).Instructions);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task The_same_again_changes_nothing()
    {
        var clinic = await Clinic.Open(service);

        var first = await service.Ops().SetGateway(clinic.Doctor, Accounts.Stripe());
        var again = await service.Doctor(clinic.Doctor).SetGateway(clinic.Doctor, Accounts.Stripe());

        Assert.Equal((first.Value, first.ETag), (again.Value, again.ETag));
        Assert.Equal(1, await service.Configured(clinic.Doctor));
    }

    [Fact]
    public async Task An_account_that_changed_since_it_was_seen_is_not_changed()
    {
        var clinic = await Clinic.Open(service);
        var seen = (await service.Ops().Gateways(clinic.Doctor)).ETag;
        var first = await service.Ops().SetGateway(clinic.Doctor, Accounts.Stripe(), ifMatch: seen);

        (await service.Ops().SetGateway(clinic.Doctor, Accounts.Stripe(key: "two"), ifMatch: seen)).Refused(HttpStatusCode.PreconditionFailed, "version-mismatch");

        Assert.Equal("sk_test_one", (await service.Read<StripeAccount>(first.Value.AccountId)).SecretKey);
    }

    [Fact]
    public async Task A_key_is_replaced_and_the_account_and_its_path_stay()
    {
        var clinic = await Clinic.Open(service);
        var before = (await service.Ops().SetGateway(clinic.Doctor, Accounts.Stripe(webhookSecrets: "whsec_one"))).Value;

        var after = (await service.Ops().SetGateway(clinic.Doctor, Accounts.Stripe(key: "two", currency: "EUR", webhookSecrets: ["whsec_two", "whsec_one"]))).Value;

        Assert.Equal(before, after);
        var opened = await service.Read<StripeAccount>(after.AccountId);
        Assert.Equal(("sk_test_two", "EUR", "whsec_two whsec_one"), (opened.SecretKey, opened.Currency, string.Join(' ', opened.WebhookSecrets)));
        Assert.Equal(2, await service.Configured(clinic.Doctor));
        Assert.Equal("EUR", (await service.Active(clinic.Doctor, PaymentProvider.Stripe))?.Currency);
    }

    [Fact]
    public async Task The_last_two_server_keys_of_PayTabs_still_verify()
    {
        var clinic = await Clinic.Open(service);
        var id = Guid.Empty;
        foreach (var key in new[] { "one", "two", "three", "four" })
            id = (await service.Ops().SetGateway(clinic.Doctor, Accounts.PayTabs(key))).Value.AccountId;

        var account = await service.Read<PayTabsAccount>(id);

        Assert.Equal(("four", "three two"), (account.ServerKey, string.Join(' ', account.EarlierServerKeys)));
    }

    [Fact]
    public async Task Two_who_replace_a_key_at_once_leave_one_of_the_two_and_an_event_each()
    {
        var clinic = await Clinic.Open(service);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => service.Ops().SetGateway(clinic.Doctor, Accounts.PayTabs($"key-{i}"))));

        // Whoever waits too long for the others is told so, and has changed nothing.
        Assert.All(answers.Where(answer => answer.Problem is not null), answer => answer.Conflict("busy"));
        var accepted = answers.Where(answer => answer.Problem is null).ToList();
        var account = await service.Read<PayTabsAccount>(accepted[0].Value.AccountId);

        Assert.Equal(accepted.Count, await service.Configured(clinic.Doctor));
        Assert.Equal(Math.Min(3, accepted.Count), account.EarlierServerKeys.Append(account.ServerKey).Distinct().Count());
        await Invariants.Check(service);
    }

    [Fact]
    public async Task The_database_refuses_a_second_account_that_takes_new_payments()
    {
        var clinic = await Clinic.Open(service);
        _ = (await service.Ops().SetGateway(clinic.Doctor, Accounts.Stripe())).Value;
        await using var command = service.Database.DataSource.CreateCommand(
            "insert into gateway_accounts (id, doctor_id, provider, live, active) values (gen_random_uuid(), $1, 'stripe', true, true)");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.With(Pg.Uuid(clinic.Doctor)).ExecuteNonQueryAsync());

        Assert.Equal("gateway_accounts_active", refused.ConstraintName);
    }

    [Fact]
    public async Task An_unknown_provider_is_no_address() =>
        Assert.Equal(HttpStatusCode.NotFound, (await service.Ops().Http.PutAsync($"/api/doctors/{Guid.NewGuid()}/gateways/paypal", new StringContent("{}"))).StatusCode);
}
