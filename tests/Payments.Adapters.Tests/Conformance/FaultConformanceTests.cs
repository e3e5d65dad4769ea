using Booking.Contracts;
using Payments.Sandbox;
using Xunit;

namespace Payments.Adapters.Tests.Conformance;

/// <summary>What every provider must do when answers are lost, late, cut or refused.</summary>
public sealed class FaultConformanceTests
{
    [Theory]
    [MemberData(nameof(Providers.Closing), MemberType = typeof(Providers))]
    public async Task The_same_page_ordered_again_is_the_same_page(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);

        Assert.Equal(await desk.Create(), await desk.Create());
    }

    [Theory]
    [InlineData(PaymentProvider.Stripe, FaultKind.DropResponse)]
    [InlineData(PaymentProvider.Stripe, FaultKind.DropRequest)]
    [InlineData(PaymentProvider.Stripe, FaultKind.Status502)]
    [InlineData(PaymentProvider.Razorpay, FaultKind.DropResponse)]
    [InlineData(PaymentProvider.Razorpay, FaultKind.DropRequest)]
    [InlineData(PaymentProvider.Razorpay, FaultKind.Status500)]
    [InlineData(PaymentProvider.Razorpay, FaultKind.Status502)]
    public async Task A_page_whose_first_answer_was_lost_is_opened_once_within_one_call(PaymentProvider provider, FaultKind fault)
    {
        await using var desk = await Desk.Open(provider);
        desk.Fault(SandboxOperation.Create, fault);

        var page = await desk.Create();

        Assert.Equal(2, desk.Asked(SandboxOperation.Create));
        Assert.Equal(page, await desk.Create());
    }

    [Theory]
    [MemberData(nameof(Providers.Replaying), MemberType = typeof(Providers))]
    public async Task A_page_whose_answer_was_cut_is_a_doubt_that_a_repeat_ends(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);
        desk.Fault(SandboxOperation.Create, FaultKind.Unreadable2xx);

        Assert.IsType<GatewayFailure.Ambiguous>((await desk.TryCreate()).Failure);
        Assert.Equal(CheckoutStatus.Pending, (await desk.Read(await desk.Create())).Status);
    }

    [Fact]
    public async Task A_failure_that_stripe_keeps_for_its_key_stays_a_doubt()
    {
        await using var desk = await Desk.Open(PaymentProvider.Stripe);
        desk.Fault(SandboxOperation.Create, FaultKind.Status500);

        Assert.IsType<GatewayFailure.Ambiguous>((await desk.TryCreate()).Failure);
        Assert.IsType<GatewayFailure.Ambiguous>((await desk.TryCreate()).Failure);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_paytabs_page_whose_answer_was_lost_is_not_opened_twice_and_its_address_stays_unknown(bool errorsAsOk)
    {
        await using var desk = await Desk.Open(PaymentProvider.PayTabs, paytabs: merchant => merchant with { ErrorsAsOk = errorsAsOk });
        desk.Fault(SandboxOperation.Create, FaultKind.DropResponse);

        Assert.IsType<GatewayFailure.Ambiguous>((await desk.TryCreate()).Failure);
        Assert.IsType<GatewayFailure.AlreadyDone>((await desk.TryCreate()).Failure);

        Assert.Equal(CheckoutStatus.Pending, (await desk.Read(null)).Status);
    }

    [Theory]
    [MemberData(nameof(Providers.WithPage), MemberType = typeof(Providers))]
    public async Task Too_many_requests_is_nothing_happened(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);
        desk.Fault(SandboxOperation.Create, FaultKind.Status429, times: 3);

        Assert.Equal(TimeSpan.FromSeconds(1), Assert.IsType<GatewayFailure.Transient>((await desk.TryCreate()).Failure).RetryAfter);
    }

    [Theory]
    [InlineData(PaymentProvider.Stripe, FaultKind.DropResponse)]
    [InlineData(PaymentProvider.Stripe, FaultKind.Status500)]
    [InlineData(PaymentProvider.Razorpay, FaultKind.DropResponse)]
    [InlineData(PaymentProvider.Razorpay, FaultKind.Status500)]
    [InlineData(PaymentProvider.PayTabs, FaultKind.DropResponse)]
    [InlineData(PaymentProvider.PayTabs, FaultKind.Status500)]
    public async Task A_question_is_asked_again_until_it_is_answered(PaymentProvider provider, FaultKind fault)
    {
        await using var desk = await Desk.Open(provider);
        var page = await desk.Paid();
        desk.Fault(SandboxOperation.Read, fault, times: 2);

        Assert.Equal(CheckoutStatus.Paid, (await desk.Read(page)).Status);
    }

    [Theory]
    [MemberData(nameof(Providers.WithPage), MemberType = typeof(Providers))]
    public async Task A_wrong_key_is_permanent(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);
        desk.Account = desk.Account switch
        {
            StripeAccount account => account with { SecretKey = "sk_test_wrong" },
            RazorpayAccount account => account with { KeySecret = "wrong" },
            PayTabsAccount account => account with { ServerKey = "wrong" },
            var account => account,
        };

        Assert.IsType<GatewayFailure.Permanent>((await desk.TryCreate()).Failure);
    }
}
