using System.Net;
using Booking.Service.Webhooks;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Booking.Service.Tests.Webhooks;

/// <summary>What may happen on the way to a stranger's endpoint, over real sockets.</summary>
public sealed class WebhookLineTests : IAsyncLifetime
{
    static readonly IPAddress Inside = IPAddress.Parse("10.0.0.1");

    Receiver receiver = null!;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => receiver = await Receiver.Open();

    public ValueTask DisposeAsync() => receiver.DisposeAsync();

    [Fact]
    public async Task An_address_inside_the_house_is_never_connected_to()
    {
        using var line = new WebhookLine(loopback: false);

        Assert.Equal((null, "address-refused"), await Send(line, $"http://127.0.0.1:{receiver.Port}/"));
        Assert.Equal((null, "address-refused"), await Send(line, $"http://localhost:{receiver.Port}/"));
        Assert.Equal((null, "address-refused"), await Send(line, $"http://[::ffff:127.0.0.1]:{receiver.Port}/"));
        Assert.Empty(receiver.All);
    }

    [Fact]
    public async Task A_name_that_answers_otherwise_the_second_time_gains_nothing()
    {
        var asked = 0;
        IPAddress[][] answers = [[Inside, IPAddress.Parse("169.254.169.254")], [IPAddress.Loopback], [IPAddress.Loopback]];
        using var line = new WebhookLine(loopback: false, resolve: (_, _) => Task.FromResult(answers[asked++]));

        Assert.Equal((null, "address-refused"), await Send(line, $"http://rebinding.example:{receiver.Port}/"));
        Assert.Equal((null, "address-refused"), await Send(line, $"http://rebinding.example:{receiver.Port}/"));
        Assert.Equal(2, asked);
        Assert.Empty(receiver.All);
    }

    [Fact]
    public async Task Of_several_addresses_only_those_that_are_allowed_are_tried()
    {
        using var line = new WebhookLine(loopback: true, resolve: (_, _) => Task.FromResult<IPAddress[]>([Inside, IPAddress.Loopback]));

        Assert.Equal((200, null), await Send(line, $"http://name.example:{receiver.Port}/"));
        Assert.Single(receiver.All);
    }

    [Fact]
    public async Task A_redirect_is_a_failure_and_not_followed()
    {
        using var line = new WebhookLine(loopback: true);
        receiver.Status = 307;
        receiver.Before = context =>
        {
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        };

        Assert.Equal((307, "status"), await Send(line, receiver.Url));
        Assert.Equal("/hook", Assert.Single(receiver.All).Path);
    }

    [Fact]
    public async Task Nothing_of_an_endless_answer_is_read_but_its_status()
    {
        using var line = new WebhookLine(loopback: true);
        receiver.Before = async context =>
        {
            await context.Response.StartAsync();
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(new byte[4096], context.RequestAborted);
        };

        Assert.Equal((200, null), await Send(line, receiver.Url));
    }

    [Fact]
    public async Task Who_does_not_answer_in_time_has_failed_and_so_has_who_is_not_there()
    {
        using var line = new WebhookLine(loopback: true, timeout: TimeSpan.FromMilliseconds(300));
        receiver.Before = context => Task.Delay(Timeout.Infinite, context.RequestAborted);

        Assert.Equal((null, "timeout"), await Send(line, receiver.Url));
        Assert.Equal((null, "connection"), await Send(line, "http://127.0.0.1:1/"));
        Assert.Equal((null, "tls"), await Send(line, $"https://127.0.0.1:{receiver.Port}/"));
    }

    static async Task<(int?, string?)> Send(WebhookLine line, string url)
    {
        var outcome = await line.Send(new(url), "evt_1", 1, "v1,x", "{}"u8.ToArray(), Ct);
        return (outcome.StatusCode, outcome.Error);
    }
}
