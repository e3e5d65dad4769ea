using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Payments.Sandbox.Tests;

/// <summary>The program as it is started from a shell.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task It_prints_its_addresses_follows_a_clock_and_stops_when_it_is_told_to()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var clock = builder.Build();
        clock.Run(context => context.Response.WriteAsync("""{"now":"2033-03-03T03:03:03Z"}"""));
        await clock.StartAsync();

        using var program = Start("--stripe-port", "0", "--clock-from", clock.Urls.Single());
        var lines = new List<string>();
        while (lines.Count == 0 || !lines[^1].StartsWith("Control ", StringComparison.Ordinal))
            lines.Add(await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException(await program.StandardError.ReadToEndAsync()));
        Assert.Contains(lines, l => l.StartsWith("Stripe http://127.0.0.1:", StringComparison.Ordinal));

        using var client = new HttpClient { BaseAddress = new(lines[^1]["Control ".Length..]) };
        while (!(await Now(client)).StartsWith("2033-03-03T03:03:", StringComparison.Ordinal)) await Task.Yield();

        using var kill = Process.Start("kill", ["-TERM", $"{program.Id}"]);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, program.ExitCode);
    }

    [Theory]
    [InlineData("--stripe-port", "many")]
    [InlineData("--surprise", "1")]
    [InlineData("--state")]
    [InlineData("--clock-from", "http://clock.example/now")]
    public async Task What_it_does_not_understand_it_says_and_does_not_start(params string[] arguments)
    {
        using var program = Start(arguments);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, program.ExitCode);
        Assert.Contains(arguments[0], await program.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
    }

    static async Task<string> Now(HttpClient client) =>
        JsonNode.Parse(await client.GetStringAsync(new Uri("clock", UriKind.Relative)))!["now"]!.GetValue<string>();

    static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Payments.Sandbox.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
