using Booking.Contracts;
using Xunit;

namespace Booking.Service.Tests.Payments;

/// <summary>What the story of a visit says of the calls to its provider.</summary>
public sealed class ToldOfCallsTests(PayingFixture service) : IClassFixture<PayingFixture>
{
    [Fact]
    public async Task The_call_that_opened_a_page_is_not_told_as_never_sent_and_has_the_trace_of_what_asked_for_it()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Stripe);
        var visit = await clinic.Confirmed(service.Patient());

        var items = (await service.Ops().Timeline(visit.Id)).Value.Items;

        var call = Assert.Single(items, item => item.Kind == TimelineKind.ProviderCall);
        Assert.Equal(("request", 1, true), (call.Name, call.Attempts, call.EndedAt is not null));
        Assert.Equal(items.First(item => item.Name == "checkout_requested").TraceId, call.TraceId);
    }
}
