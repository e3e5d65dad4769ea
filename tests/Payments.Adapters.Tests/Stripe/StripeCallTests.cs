using Booking.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using Payments.Adapters.Tests.Wire;
using Xunit;
using static Payments.Adapters.Tests.Samples;

namespace Payments.Adapters.Tests.Stripe;

public sealed class StripeCallTests
{
    const string Disputed =
        """
        {"id":"cs_1","status":"complete","payment_status":"paid","payment_intent":{"id":"pi_1","status":"succeeded","latest_charge":
         {"id":"ch_1","status":"succeeded","captured":true,"disputed":true,"amount":5000,"amount_refunded":0,"currency":"usd"}}}
        """;

    [Theory]
    [InlineData(200, """{"data":[]}""", DisputeStatus.Open)]
    [InlineData(200, "{}", DisputeStatus.Open)]
    [InlineData(403, """{"error":{"type":"invalid_request_error","code":"more_permissions_required"}}""", DisputeStatus.Open)]
    [InlineData(200, """{"data":[{"status":"won"}]}""", DisputeStatus.Won)]
    public async Task A_charge_that_says_it_was_disputed_is_in_dispute_until_the_disputes_say_otherwise(int status, string body, DisputeStatus expected)
    {
        await using var stub = await StubProvider.Start(new(200, Disputed), new(status, body));
        using var gateways = new PaymentGateways(Calls.Options(stub.Address), NullLoggerFactory.Instance);

        var read = await gateways.For(PaymentProvider.Stripe).GetStatus(Samples.Stripe, new(Payment, 1, "cs_1"), CancellationToken.None);

        Assert.Equal(expected, Assert.Single(read.Value!.Captures).Dispute);
    }
}
