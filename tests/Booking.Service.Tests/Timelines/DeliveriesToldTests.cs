using Booking.Contracts;
using Xunit;

namespace Booking.Service.Tests.Timelines;

/// <summary>Two integrators hear of one visit: each delivery says whose it is and what it came of.</summary>
public sealed class DeliveriesToldTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task A_delivery_has_the_trace_of_its_event_and_the_id_of_its_webhook()
    {
        var (clinic, desk, ops) = (await Clinic.Open(service), service.Desk(), service.Ops());
        Guid[] hooks = [(await desk.CreateWebhook(new("https://one.example/hook", ["*"]))).Value.Id, (await desk.CreateWebhook(new("https://two.example/hook", ["*"]))).Value.Id];
        var visit = await clinic.Confirmed(service.Patient(), (await clinic.Free())[0]);
        List<TimelineItem> told = [];
        await Waiting.Until(
            async () => hooks.All(hook => (told = [.. Of(TimelineKind.Delivery)]).Any(item => item.Stream == hook)), "both deliveries");

        var traces = Of(TimelineKind.Event).Select(item => item.TraceId).ToHashSet();
        Assert.All(told, item => Assert.Contains(item.TraceId, traces));
        using var browser = Web.Browser.Ops(service);
        var page = await browser.Open($"/console/visits/{visit.Id}?kind=delivery");
        Assert.All(hooks, hook => Assert.Contains($"{hook}", page.Of(".timeline"), StringComparison.Ordinal));

        IEnumerable<TimelineItem> Of(TimelineKind kind) => ops.Timeline(visit.Id).GetAwaiter().GetResult().Value.Items.Where(item => item.Kind == kind);
    }
}
