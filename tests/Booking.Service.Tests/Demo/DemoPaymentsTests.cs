using System.Net;
using Booking.Contracts;
using Booking.Testing;
using Microsoft.Extensions.Hosting;
using Payments.Sandbox;
using Xunit;

namespace Booking.Service.Tests.Demo;

/// <summary>The demo clinic beside a sandbox of the providers, as <c>ops/run</c> starts them.</summary>
public sealed class DemoPaymentsTests : IAsyncLifetime
{
    static readonly Uri Nowhere = new("http://127.0.0.1:1");

    TestDatabase database = null!;
    Sandbox sandbox = null!;

    public async ValueTask InitializeAsync() => (database, sandbox) = (await ServiceFixture.NewDatabase(), await Sandbox.Start());

    public async ValueTask DisposeAsync()
    {
        await sandbox.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_ready_service_has_accounts_with_all_three_and_another_start_changes_nothing()
    {
        await using (await Ready(sandbox.Stripe, sandbox.Control))
        {
            Assert.Equal(1, await Accounts(PaymentProvider.Stripe));
            Assert.Equal(1, await Accounts(PaymentProvider.Razorpay));
            Assert.Equal(1, await Accounts(PaymentProvider.PayTabs));
        }

        var before = await Changes();
        await using var again = await Ready(sandbox.Stripe, sandbox.Control);
        Assert.Equal(before, await Changes());
    }

    [Fact]
    public async Task The_sandbox_goes_by_the_clock_of_the_service()
    {
        await using var node = await Ready(sandbox.Stripe, sandbox.Control);
        using var http = node.Client();

        (await http.PostJson("/dev/clock", """{"advance":"PT90M"}""")).EnsureSuccessStatusCode();

        await Waiting.Until(
            () => Task.FromResult((sandbox.Controls.Now - node.Clock.GetCurrentInstant()).TotalMinutes is > -1 and < 1), "the sandbox's clock to follow");
    }

    [Fact]
    public async Task Keys_that_everybody_knows_are_made_for_no_provider_but_the_sandbox()
    {
        await using var node = await Ready(Nowhere, sandbox.Control);

        Assert.Equal(0, await Accounts(PaymentProvider.Stripe));
        Assert.Equal(1, await Accounts(PaymentProvider.Razorpay));
    }

    [Fact]
    public async Task A_sandbox_that_does_not_answer_keeps_the_service_waiting_a_moment_only()
    {
        await using var node = await Ready(sandbox.Stripe, Nowhere);

        Assert.Equal(0, await Changes());
    }

    async Task<ServiceFixture.Host> Ready(Uri stripe, Uri control)
    {
        var node = ServiceFixture.StartOn(
            database.ConnectionString, Environments.Development, ("Payments:Stripe:BaseAddress", stripe.AbsoluteUri),
            ("Payments:Razorpay:BaseAddress", sandbox.Razorpay.AbsoluteUri), ("Payments:PayTabs:BaseAddress", sandbox.PayTabs.AbsoluteUri),
            ("Payments:Sandbox", control.AbsoluteUri));
        using var http = node.Client();
        await Waiting.Until(async () => (await http.GetAsync("/health/ready")).StatusCode == HttpStatusCode.OK, "the service to be ready");
        return node;
    }

    /// <summary>Of Dr. Sarah Ahmed with this provider, that take new payments.</summary>
    Task<long> Accounts(PaymentProvider provider) => Count(
        $"select count(*) from gateway_accounts where active and doctor_id = '{Booking.Service.Accounts.DemoAccounts.Doctor}' and provider = '{Wire.Name(provider)}'");

    Task<long> Changes() => Count("select count(*) from mt_events where type = 'gateway_configured'");

    async Task<long> Count(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
