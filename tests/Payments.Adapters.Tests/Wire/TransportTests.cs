using Booking.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using static Payments.Adapters.Tests.Samples;
using static Payments.Adapters.Tests.Wire.Calls;
using Answer = Payments.Adapters.Tests.Wire.StubProvider.Answer;

namespace Payments.Adapters.Tests.Wire;

/// <summary>What is known when no answer came, or none that may be read.</summary>
public sealed class TransportTests
{
    [Theory]
    [InlineData(PaymentProvider.Stripe, "USD")]
    [InlineData(PaymentProvider.Razorpay, "INR")]
    [InlineData(PaymentProvider.PayTabs, "AED")]
    public async Task Where_nobody_listens_nothing_happened(PaymentProvider provider, string currency)
    {
        var stub = await StubProvider.Start();
        var address = stub.Address;
        await stub.DisposeAsync();
        using var gateways = Gateways(address);

        Assert.IsType<GatewayFailure.Transient>((await Create(gateways, provider, AccountOf(provider), new(5_000, currency))).Failure);
    }

    [Fact]
    public async Task A_lost_answer_to_a_question_is_asked_again_and_leaves_no_doubt()
    {
        await using var stub = await StubProvider.Start();
        using var gateways = Gateways(stub.Address);

        var result = await gateways.For(PaymentProvider.Stripe).GetStatus(Samples.Stripe, new(Payment, 1, "cs_1"), CancellationToken.None);

        Assert.IsType<GatewayFailure.Transient>(result.Failure);
        Assert.Equal(3, stub.Requests.Count);
    }

    [Fact]
    public async Task A_provider_that_asks_for_a_longer_pause_than_a_call_has_is_not_asked_again_but_quoted()
    {
        await using var stub =
            await StubProvider.Start(new Answer(429, """{"error":{"code":"","description":"Too many requests"}}""", "Retry-After", "60"));
        using var gateways = Gateways(stub.Address);

        var result = await Create(gateways, PaymentProvider.Razorpay, Samples.Razorpay, new(5_000, "INR"));

        Assert.Equal(TimeSpan.FromSeconds(60), Assert.IsType<GatewayFailure.Transient>(result.Failure).RetryAfter);
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task A_slow_answer_is_a_lost_one()
    {
        using var silent = new SilentServer();
        using var waiting =
            new PaymentGateways(Options(silent.Address) with { TotalTimeout = TimeSpan.FromMilliseconds(50) }, NullLoggerFactory.Instance);

        Assert.IsType<GatewayFailure.Ambiguous>((await Create(waiting, PaymentProvider.PayTabs, Samples.PayTabs, new(5_000, "AED"))).Failure);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await StubProvider.Start(Session);
        await using var stub = await StubProvider.Start(new Answer(302, "", "Location", elsewhere.Address.AbsoluteUri));
        using var gateways = Gateways(stub.Address);

        Assert.IsType<GatewayFailure.Ambiguous>((await Create(gateways, PaymentProvider.Stripe, Samples.Stripe, new(5_000, "USD"))).Failure);
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData(1024 * 1024, true)]
    [InlineData(1024 * 1024 + 1, false)]
    public async Task An_answer_of_more_than_a_megabyte_is_not_read(int length, bool read)
    {
        var body = Session.Body[..^1] + ",\"x\":\"\"}";
        await using var stub = await StubProvider.Start(new Answer(200, body.Insert(body.Length - 2, new('x', length - body.Length))));
        using var gateways = Gateways(stub.Address);

        Assert.Equal(read, (await Create(gateways, PaymentProvider.Stripe, Samples.Stripe, new(5_000, "USD"))).Failure is null);
    }

    [Fact]
    public async Task A_host_that_keeps_failing_is_left_alone_for_a_while()
    {
        await using var stub = await StubProvider.Start([.. Enumerable.Repeat(Failing, 20)]);
        using var gateways = new PaymentGateways(Options(stub.Address) with { CircuitThroughput = 3 }, NullLoggerFactory.Instance);

        await Create(gateways, PaymentProvider.Stripe, Samples.Stripe, new(5_000, "USD"));
        var asked = stub.Requests.Count;

        Assert.IsType<GatewayFailure.Transient>((await Create(gateways, PaymentProvider.Stripe, Samples.Stripe, new(5_000, "USD"))).Failure);
        Assert.Equal(asked, stub.Requests.Count);
    }

    [Fact]
    public async Task Logs_name_operation_status_and_request_and_hold_no_key_body_or_query()
    {
        await using var stub = await StubProvider.Start(Session with { Header = "Request-Id", Value = "req_42" }, null, StripeRefund);
        var log = new CapturedLog();
        using var gateways = new PaymentGateways(Options(stub.Address), log);

        await Create(gateways, PaymentProvider.Stripe, Samples.Stripe, new(5_000, "USD"));
        await Create(gateways, PaymentProvider.Razorpay, Samples.Razorpay, new(5_000, "INR"));

        Assert.Contains(log.Lines, line => line.Contains("stripe create answered 200", StringComparison.Ordinal) && line.Contains("req_42", StringComparison.Ordinal));
        string[] secrets =
            [Samples.Stripe.SecretKey, Samples.Razorpay.KeySecret, Samples.Razorpay.KeyId, "Basic", "Bearer", "Visit", "clinic.example", "127.0.0.1"];
        Assert.All(log.Lines, line => Assert.DoesNotContain(secrets, secret => line.Contains(secret, StringComparison.Ordinal)));
    }
}
