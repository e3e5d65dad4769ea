using Xunit;

namespace Booking.Service.Tests.Hosting;

/// <summary>The program itself, started with something missing: one line that says what to do, and exit code 2.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task Without_a_connection_string_it_names_ops_run()
    {
        var (code, _, error) = await ProgramRun.Start([]);

        Assert.Equal(2, code);
        Assert.Contains("ops/run", Assert.Single(error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_Production_without_master_keys_it_says_how_to_make_one()
    {
        var (code, _, error) = await ProgramRun.Start(["--ConnectionStrings:Booking=Host=127.0.0.1;Database=none", "--environment=Production"]);

        Assert.Equal(2, code);
        Assert.Contains("openssl rand -base64 32", Assert.Single(error), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task Outside_Development_accounts_with_play_money_are_refused(string environment)
    {
        var (code, _, error) = await ProgramRun.Start(
            ["--ConnectionStrings:Booking=Host=127.0.0.1;Database=none", $"--environment={environment}", "--Payments:Sandbox=http://127.0.0.1:5184"],
            environment: ProgramRun.MasterKeys);

        Assert.Equal(2, code);
        Assert.Contains("Payments:Sandbox is for Development alone", Assert.Single(error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_one_line_too()
    {
        var (code, _, error) = await ProgramRun.Start(["--ConnectionStrings:Booking=Host=127.0.0.1;Port=1;Database=none;Username=none", "--environment=Development"]);

        Assert.Equal(2, code);
        Assert.Contains("does not answer", Assert.Single(error), StringComparison.Ordinal);
    }
}
