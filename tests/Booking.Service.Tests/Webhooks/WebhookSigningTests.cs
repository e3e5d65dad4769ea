using System.Net;
using System.Text;
using Booking.Service.Webhooks;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Webhooks;

public sealed class WebhookSigningTests
{
    static readonly Instant Now = Instant.FromUtc(2027, 1, 2, 3, 4);

    /// <summary>The vector of the specification's own libraries.</summary>
    [Fact]
    public void A_signature_is_the_specifications()
    {
        var body = """{"test": 2432232314}"""u8;

        var signature = WebhookSignature.Of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body);

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Fact]
    public void After_a_rotation_both_secrets_sign_for_a_day_and_then_the_new_one_alone()
    {
        var first = WebhookSecrets.New();
        var second = first.Rotated(Now)!;

        Assert.Equal([second.Current, first.Current], second.At(Now + Duration.FromHours(24) - Duration.FromMilliseconds(1)));
        Assert.Equal([second.Current], second.At(Now + Duration.FromHours(24)));
        Assert.StartsWith("whsec_", first.Current, StringComparison.Ordinal);
        Assert.Equal(32, Convert.FromBase64String(first.Current[6..]).Length);
        Assert.Equal(2, WebhookSignature.Header(second.At(Now), "evt_1", 1, "{}"u8.ToArray()).Split(' ').Length);
    }

    [Fact]
    public void Five_secrets_sign_at_most_and_those_that_have_run_out_count_no_more()
    {
        var secrets = Enumerable.Range(0, 4).Aggregate(WebhookSecrets.New(), (now, _) => now.Rotated(Now)!);

        Assert.Equal(5, secrets.At(Now).Count());
        Assert.Null(secrets.Rotated(Now));
        Assert.Single(secrets.Rotated(Now + WebhookSecrets.Overlap)!.Earlier);
        Assert.DoesNotContain(secrets.Current, $"{secrets} {secrets.Earlier[0]}", StringComparison.Ordinal);
    }

    [Fact]
    public void Retries_wait_as_the_specification_proposes_a_tenth_more_or_less_and_end()
    {
        Duration[] waits =
        [
            Duration.FromSeconds(5), Duration.FromMinutes(5), Duration.FromMinutes(30), Duration.FromHours(2), Duration.FromHours(5), Duration.FromHours(10),
            Duration.FromHours(14), Duration.FromHours(20), Duration.FromHours(24),
        ];
        Prop.ForAll(ArbMap.Default.ArbFor<PositiveInt>(), seed =>
        {
            var random = seed.Get % 1_000 / 1_000.0;
            Assert.All(waits.Select((wait, i) => (wait, i)), step =>
                Assert.InRange(WebhookRetries.After(step.i, random)!.Value, step.wait * 0.9, step.wait * 1.1));
            Assert.Null(WebhookRetries.After(waits.Length, random));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    [InlineData("2002:a00:1::")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    public void No_address_inside_the_house_is_reached(string address) => Assert.False(PublicAddresses.Allows(IPAddress.Parse(address), loopback: false));

    [Theory]
    [InlineData("93.184.216.34")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("::ffff:93.184.216.34")]
    public void The_public_internet_is(string address) => Assert.True(PublicAddresses.Allows(IPAddress.Parse(address), loopback: false));

    [Fact]
    public void Loopback_is_reached_in_Development_and_nothing_else_of_the_house()
    {
        Assert.All(["127.0.0.1", "::1", "::ffff:127.0.0.1"], text => Assert.True(PublicAddresses.Allows(IPAddress.Parse(text), loopback: true)));
        Assert.All(["10.0.0.1", "169.254.169.254", "fe80::1"], text => Assert.False(PublicAddresses.Allows(IPAddress.Parse(text), loopback: true)));
    }

    [Theory]
    [InlineData("http://example.com/")]
    [InlineData("ftp://example.com/")]
    [InlineData("https://user:pw@example.com/")]
    [InlineData("https://example.com/#x")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://localhost:8443/")]
    [InlineData("https://hooks.LOCALHOST./")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://169.254.169.254/latest")]
    [InlineData("https://exa mple.com/")]
    [InlineData("/hook")]
    [InlineData("")]
    public void A_url_that_leads_nowhere_good_is_refused_in_Production(string url) => Assert.NotNull(CreateWebhook.Fault(url, development: false));

    [Fact]
    public void A_url_over_https_is_taken_and_loopback_in_Development()
    {
        Assert.Null(CreateWebhook.Fault("https://example.com:8443/hook?key=1", development: false));
        Assert.Null(CreateWebhook.Fault("http://127.0.0.1:5000/hook", development: true));
        Assert.NotNull(CreateWebhook.Fault("http://10.0.0.1/hook", development: true));
        Assert.NotNull(CreateWebhook.Fault("https://example.com/".PadRight(501, 'a'), development: false));
    }
}
