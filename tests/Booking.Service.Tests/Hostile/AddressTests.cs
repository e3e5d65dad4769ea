using Booking.Service.Webhooks;
using Xunit;

namespace Booking.Service.Tests.Hostile;

/// <summary>All the ways to write an address inside; what a name leads to is checked when it is connected to.</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://0x7f.0.0.1/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://127.1/")]
    [InlineData("https://0/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[::ffff:a9fe:a9fe]/")]
    [InlineData("https://[64:ff9b::7f00:1]/")]
    [InlineData("https://[2002:7f00:1::]/")]
    [InlineData("https://[fe80::1]/")]
    [InlineData("https://[fd00::1]/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://100.64.0.1/")]
    [InlineData("https://localhost/")]
    [InlineData("https://a.localhost./")]
    [InlineData("http://example.com/")]
    [InlineData("https://user@example.com/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://example.com/")]
    public void Outside_Development_no_webhook_leads_inside(string url) => Assert.NotNull(CreateWebhook.Fault(url, development: false));

    [Theory]
    [InlineData("https://example.com/hook?x=1")]
    [InlineData("https://93.184.215.14/")]
    [InlineData("https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/")]
    public void What_lies_outside_is_allowed(string url) => Assert.Null(CreateWebhook.Fault(url, development: false));
}
