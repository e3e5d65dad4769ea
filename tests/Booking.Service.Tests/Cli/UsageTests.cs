using Booking.Testing;
using Xunit;

namespace Booking.Service.Tests.Cli;

/// <summary>What the command line makes of people, and of a database that is not as it should be.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("rebuild", "directory", "--status", "--cancel")]
    [InlineData("rebuild", "--cancel")]
    [InlineData("stream", "'; drop table mt_events; --")]
    [InlineData("events", "--after", "99999999999999999999999")]
    [InlineData("events", "--limit", "0")]
    [InlineData("events", "--stream", "no-id")]
    [InlineData("stream", "00000000-0000-4000-8000-000000000001", "--as-of", "yesterday")]
    [InlineData("accounts", "list", "--limit", "1000000")]
    [InlineData("doctor", "import", "/nowhere/doctors.csv")]
    [InlineData("doctor", "import", "/tmp")]
    [InlineData("accounts", "reset", "a@b.test", "--mail", "--password-stdin")]
    public async Task What_makes_no_sense_is_refused_in_words(params string[] arguments)
    {
        var run = await ProgramRun.Start(arguments, "", ("ConnectionStrings__Booking", "Host=127.0.0.1;Port=1"), ProgramRun.MasterKeys);

        Assert.Equal(2, run.Code);
        Assert.NotEmpty(run.Error);
        Assert.DoesNotContain(run.Error, line => line.Contains("   at ", StringComparison.Ordinal) || line.Contains("Exception", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("outbox", "Host=127.0.0.1;Port=1;Timeout=2")]
    [InlineData("outbox", "Port=nonsense")]
    [InlineData("outbox", null)]
    public async Task A_database_that_does_not_answer_is_told_in_one_sentence(string command, string? connectionString)
    {
        var run = await ProgramRun.Start([command], "", ("ConnectionStrings__Booking", connectionString));

        Assert.Equal(2, run.Code);
        Assert.Contains("ConnectionStrings:Booking", Assert.Single(run.Error), StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Help_says_what_a_command_changes_and_gives_an_example()
    {
        var run = await ProgramRun.Start(["doctor", "import", "--help"]);

        Assert.Equal(0, run.Code);
        Assert.Contains(run.Output, line => line.StartsWith("booking doctor import <file>", StringComparison.Ordinal));
        Assert.Contains(run.Output, line => line.Contains("The service may run", StringComparison.Ordinal));
        Assert.Contains("booking doctor import doctors.csv --dry-run", run.Output);
    }

    [Fact]
    public async Task Projections_are_listed_and_an_unknown_one_is_named_with_those_that_are()
    {
        await using var database = await ServiceFixture.NewDatabase();

        var list = await database.Run("rebuild");
        var unknown = await database.Run("rebuild", "nothing");

        Assert.Contains(list.Output, line => line.StartsWith("directory ", StringComparison.Ordinal) && line.Contains("never", StringComparison.Ordinal));
        Assert.Equal(2, unknown.Code);
        Assert.Contains("directory", Assert.Single(unknown.Error), StringComparison.Ordinal);
    }
}
