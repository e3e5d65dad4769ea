namespace Booking.Contracts.Tests;

public sealed class IntegratorClientTests : IAsyncLifetime
{
    static readonly Guid Id = Guid.Parse("018f3a5e-0000-7000-8000-000000000001");

    readonly EchoServer server = new();
    BookingClient client = null!;

    public async ValueTask InitializeAsync() => client = new BookingClient(await server.Start());

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Each_call_goes_to_its_path()
    {
        (Func<Task> Call, string Path)[] calls =
        [
            (() => client.Video(Id), $"GET /api/doctors/{Id}/video"),
            (() => client.SetVideo(Id, new(VideoProvider.Zoom, "https://video.example/")), $"PUT /api/doctors/{Id}/video"),
            (() => client.MakeFeed(), "POST /api/feeds"),
            (() => client.Feeds(), "GET /api/feeds"),
            (() => client.RevokeFeed(Id), $"DELETE /api/feeds/{Id}"),
            (() => client.CreateWebhook(new("https://example.com/hook", ["*"])), "POST /api/webhooks"),
            (() => client.Webhooks(new(5)), "GET /api/webhooks?limit=5"),
            (() => client.Webhook(Id), $"GET /api/webhooks/{Id}"),
            (() => client.RotateWebhook(Id), $"POST /api/webhooks/{Id}/rotate"),
            (() => client.EnableWebhook(Id), $"POST /api/webhooks/{Id}/enable"),
            (() => client.Deliveries(Id), $"GET /api/webhooks/{Id}/deliveries"),
            (() => client.Redeliver(Id, Id), $"POST /api/webhooks/{Id}/deliveries/{Id}/redeliver"),
            (() => client.DeleteWebhook(Id), $"DELETE /api/webhooks/{Id}"),
        ];
        foreach (var (call, path) in calls)
        {
            await call();
            Assert.Equal(path, server.Sent.Call);
        }
    }

    [Fact]
    public void What_is_told_once_is_not_printed()
    {
        Assert.DoesNotContain("secret", $"{new WebhookSecretAnswer(Id, "whsec_secret")}", StringComparison.Ordinal);
        Assert.DoesNotContain("token", $"{new FeedAnswer(Id, "https://booking.example/feeds/token.ics")}", StringComparison.Ordinal);
    }
}
