using Microsoft.AspNetCore.Http;

namespace Booking.Contracts.Tests;

/// <summary>A client sees its own changes wherever it is answered.</summary>
public sealed class PositionTests : IAsyncLifetime
{
    static readonly Guid Id = Guid.Parse("018f3a5e-0000-7000-8000-000000000001");

    readonly EchoServer server = new();
    BookingClient client = null!;

    public async ValueTask InitializeAsync() => client = new BookingClient(await server.Start());

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_read_says_how_far_the_changes_before_it_have_come()
    {
        await client.Doctor(Id);
        Assert.False(server.Sent.Headers.ContainsKey(BookingClient.PositionHeader));

        await Change("0/9FF");
        await client.Doctor(Id);

        Assert.Equal("0/9FF", server.Sent.Headers[BookingClient.PositionHeader]);
    }

    [Theory]
    [InlineData("0/9FF", "0/1000", "0/1000")]
    [InlineData("1/0", "0/FFFFFFFF", "1/0")]
    [InlineData("A/1", "10/1", "10/1")]
    [InlineData("0/9FF", "what?", "0/9FF")]
    [InlineData("0/9FF", "0/10/1", "0/9FF")]
    [InlineData("0/9FF", "+1/-5", "0/9FF")]
    public async Task The_furthest_counts_whatever_the_order(string first, string second, string furthest)
    {
        await Change(first);
        await Change(second);

        Assert.Equal(furthest, client.Position);
    }

    async Task Change(string position)
    {
        server.Answer = response =>
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            response.Headers[BookingClient.PositionHeader] = position;
            return Task.CompletedTask;
        };
        await client.Cancel(Id, new CancelRequest("Better"));
        server.Answer = _ => Task.CompletedTask;
    }
}
