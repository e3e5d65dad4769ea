using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Booking.Service.Tests.Hosting;

public sealed class TelemetryTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task A_request_is_traced_by_its_route_never_by_its_path_or_query()
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var trace = ActivityTraceId.CreateRandom();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/accounts/confirmEmail?userId=canary&code=canary");
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");

        await service.Http().SendAsync(request);
        var activity = await Ended(ended, trace);

        Assert.Equal("GET /api/accounts/confirmEmail", activity.DisplayName);
        Assert.Equal("/api/accounts/confirmEmail", activity.GetTagItem("http.route"));
        Assert.Equal("GET", activity.GetTagItem("http.request.method"));
        Assert.Equal(401, activity.GetTagItem("http.response.status_code"));
        Assert.DoesNotContain("canary", JsonSerializer.Serialize(activity.TagObjects), StringComparison.Ordinal);
    }

    // The server ends the activity after it has sent the answer.
    static async Task<Activity> Ended(ConcurrentQueue<Activity> ended, ActivityTraceId trace)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        Activity? found;
        while ((found = ended.FirstOrDefault(activity => activity.TraceId == trace)) is null)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
        return found;
    }
}
