using System.Net.Sockets;
using Booking.Testing;
using Xunit;

namespace Booking.Ops.Tests;

/// <summary>What a newcomer does first: ops/run, then the walks that it prints.</summary>
public sealed class RunTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_newcomer_sees_a_visit_confirmed_at_the_desk_and_paid_with_each_provider()
    {
        await using var database = await TestDatabase.Create();
        await using var run = await ServiceRun.Start(folder.Path, database.ConnectionString);
        var sandbox = run.Sandbox;

        Confirmed(await run.Walk());
        Confirmed(await run.Walk("--online"));
        Confirmed(await run.Walk("--online=razorpay"));
        Confirmed(await run.Walk("--online=paytabs"));

        Assert.DoesNotContain(run.Address, sandbox.Values);
        Assert.Equal(0, await run.Stop());
        Assert.False(await Answers(run.Address));
        Assert.All(await Task.WhenAll(sandbox.Values.Select(Answers)), Assert.False);
    }

    [Fact]
    public async Task An_address_that_stands_in_the_environment_wins_over_the_sandbox()
    {
        await using var database = await TestDatabase.Create();
        await using var run = await ServiceRun.Start(folder.Path, database.ConnectionString, ("Payments__Stripe__BaseAddress", "http://127.0.0.1:1"));

        var (code, said) = await run.Walk("--online=stripe");

        Assert.NotEqual(0, code);
        Assert.Contains("gateway-not-configured", said);
        Confirmed(await run.Walk("--online=razorpay"));
    }

    static void Confirmed((int Code, string Said) walk)
    {
        Assert.True(walk.Code == 0, walk.Said);
        Assert.EndsWith(" is confirmed\n", walk.Said);
    }

    static async Task<bool> Answers(string address)
    {
        var uri = new Uri(address);
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(uri.Host, uri.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
