using Booking.Contracts;
using Payments.Sandbox;
using Xunit;

namespace Payments.Adapters.Tests.Conformance;

/// <summary>What every provider must do when a page is closed before its time.</summary>
public sealed class ClosingConformanceTests
{
    [Theory]
    [MemberData(nameof(Providers.Closing), MemberType = typeof(Providers))]
    public async Task A_page_is_closed_once_and_never_after_it_was_paid(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);
        var page = await desk.Create();

        Assert.Equal(CheckoutClosing.Closed, await desk.Cancel(page));
        Assert.Equal(CheckoutStatus.Expired, (await desk.Read(page)).Status);
        Assert.Equal(CheckoutClosing.AlreadyClosed, await desk.Cancel(page));

        desk.Order = desk.Order with { Operation = Guid.NewGuid(), Attempt = 2 };
        Assert.Equal(CheckoutClosing.AlreadyPaid, await desk.Cancel(await desk.Paid()));
    }

    [Theory]
    [MemberData(nameof(Providers.ClosingPages), MemberType = typeof(Providers))]
    public async Task A_page_whose_closing_was_not_answered_is_closed(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);
        var page = await desk.Create();
        desk.Fault(SandboxOperation.Cancel, FaultKind.DropResponse);

        Assert.Equal(CheckoutClosing.AlreadyClosed, await desk.Cancel(page));
        Assert.Equal(CheckoutStatus.Expired, (await desk.Read(page)).Status);
    }

    [Fact]
    public async Task A_paytabs_page_cannot_be_closed()
    {
        await using var desk = await Desk.Open(PaymentProvider.PayTabs);

        Assert.Equal(CheckoutClosing.NotSupported, await desk.Cancel(await desk.Create()));
    }
}
