using Booking.Contracts;
using Booking.Service.Doctors;
using Booking.Service.Gateways;
using Xunit;

namespace Booking.Service.Tests.Gateways;

public sealed class GatewayDecisionTests
{
    static readonly DoctorId Doctor = new(new("11111111-1111-4111-8111-111111111111"));
    static readonly GatewayDraft Test = GatewayDraft.Of(Doctor, Accounts.Stripe());
    static readonly GatewayDraft Live = GatewayDraft.Of(Doctor, Accounts.Stripe(GatewayMode.Live));
    static readonly GatewayConfigured TestActive = new(Test.Account, PaymentProvider.Stripe, Live: false, "USD", Active: true, null, null);
    static readonly GatewayConfigured LiveActive = new(Live.Account, PaymentProvider.Stripe, Live: true, "USD", Active: true, null, null);

    [Fact]
    public void A_first_account_takes_new_payments() => Decide([], Test).Then(TestActive);

    [Fact]
    public void The_same_again_is_no_event() => Decide([TestActive], Test).ThenNothing();

    [Fact]
    public void A_new_key_is_an_event_that_equals_the_one_before() =>
        PutGateway.Decide(Doctors.Doctor.Category.Given(TestActive), Test, replaces: true, allowTest: false).Then(TestActive);

    [Fact]
    public void A_live_account_takes_over_from_a_test_account() => Decide([TestActive], Live).Then(LiveActive);

    [Fact]
    public void A_test_account_does_not_take_over_from_a_live_one()
    {
        Decide([LiveActive], Test).Then(TestActive with { Active = false });
        Decide([LiveActive, TestActive with { Active = false }], Test).ThenNothing();
    }

    [Fact]
    public void It_does_where_that_is_allowed() =>
        Decide([LiveActive, TestActive with { Active = false }], Test, allowTest: true).Then(TestActive);

    [Fact]
    public void A_live_account_of_another_provider_is_in_nobodys_way() =>
        Decide([LiveActive with { Provider = PaymentProvider.Razorpay, Account = new(Guid.NewGuid()) }], Test).Then(TestActive);

    [Fact]
    public void Of_a_doctors_accounts_with_a_provider_one_is_active_at_most()
    {
        var razorpay = TestActive with { Provider = PaymentProvider.Razorpay, Account = new(Guid.NewGuid()) };

        var state = Doctors.Doctor.Category.Given(TestActive, razorpay, LiveActive);

        Assert.Equal([TestActive with { Active = false }, razorpay, LiveActive], state.Gateways!);
    }

    [Theory]
    [InlineData("b", "", "a", "a")]
    [InlineData("c", "a", "b", "b a")]
    [InlineData("d", "b a", "c", "c b")]
    [InlineData("a", "", "a", "")]
    [InlineData("b", "a", "b", "a")]
    [InlineData("a", "a", "b", "b")]
    public void Of_earlier_keys_the_last_two_stay(string now, string earlierBefore, string before, string earlierNow)
    {
        var kept = new GatewaySecrets(before, EarlierKeys: earlierBefore.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToEquatableList());

        var secrets = new GatewaySecrets(now, EarlierKeys: []).After(kept);

        Assert.Equal((now, earlierNow), (secrets.Key, string.Join(' ', secrets.EarlierKeys!)));
    }

    static EventStore.Decision<DoctorEvent> Decide(DoctorEvent[] past, GatewayDraft draft, bool allowTest = false) =>
        PutGateway.Decide(Doctors.Doctor.Category.Given(past), draft, replaces: false, allowTest);
}
