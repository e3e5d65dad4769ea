using Npgsql;
using Xunit;

namespace Booking.Ops.Tests;

public sealed class ClusterTests : IDisposable
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_answers_on_the_string_that_it_prints()
    {
        await using var cluster = await Cluster.Start(folder.Cluster, "--fast");

        Assert.Equal(1, await cluster.Ask("select 1"));
        Assert.Equal("200", await cluster.Ask("show max_connections"));
        Assert.Equal("10s", await cluster.Ask("show idle_in_transaction_session_timeout"));
        Assert.Equal("UTF8", await cluster.Ask("show server_encoding"));
        Assert.Equal("on", await cluster.Ask("show data_checksums"));
    }

    [Fact]
    public async Task Only_the_fast_one_trades_durability_for_speed()
    {
        await using (var fast = await Cluster.Start(folder.Cluster, "--fast")) Assert.Equal("off", await fast.Ask("show fsync"));
        await using var safe = await Cluster.Start(folder.Cluster);

        Assert.Equal("on", await safe.Ask("show fsync"));
        Assert.Equal("on", await safe.Ask("show full_page_writes"));
        Assert.Equal("on", await safe.Ask("show synchronous_commit"));
    }

    [Fact]
    public async Task It_makes_the_database_that_is_asked_for_and_keeps_it()
    {
        await using (var first = await Cluster.Start(folder.Cluster, "--fast", "--database", "booking")) await first.Ask("create table kept ()");
        await using var second = await Cluster.Start(folder.Cluster, "--fast", "--database", "booking");

        Assert.Equal("booking", await second.Ask("select current_database()::text"));
        Assert.Equal(0L, await second.Ask("select count(*) from kept"));
    }

    [Fact]
    public async Task It_stops_the_server_and_ends_when_its_input_ends()
    {
        await using var cluster = await Cluster.Start(folder.Cluster, "--fast");
        var postmaster = cluster.Postmaster;

        Assert.Equal(0, await cluster.EndInput());

        await Cluster.Gone(postmaster);
        Assert.False(File.Exists(Path.Combine(folder.Cluster, "data", "postmaster.pid")));
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public async Task It_stops_the_server_and_ends_on(string signal)
    {
        await using var cluster = await Cluster.Start(folder.Cluster, "--fast");
        var postmaster = cluster.Postmaster;

        Assert.Equal(0, await cluster.Signal(signal));

        await Cluster.Gone(postmaster);
    }

    [Fact]
    public async Task Nothing_remains_of_one_that_was_to_be_discarded()
    {
        await using var cluster = await Cluster.Start(folder.Cluster, "--fast", "--discard");

        await cluster.EndInput();

        Assert.False(Directory.Exists(folder.Cluster));
    }

    [Fact]
    public async Task A_second_one_on_the_same_folder_is_refused_and_the_first_goes_on()
    {
        await using var first = await Cluster.Start(folder.Cluster, "--fast");
        await using var second = await Cluster.Start(folder.Cluster, "--fast", "--discard");

        Assert.Null(second.ConnectionString);
        Assert.Equal(1, await second.Ended());
        Assert.Contains("another ops/cluster holds", await second.Errors());
        Assert.Equal(1, await first.Ask("select 1"));
    }

    [Fact]
    public async Task A_folder_that_holds_something_else_is_left_alone()
    {
        var letter = Path.Combine(folder.Path, "letter");
        await File.WriteAllTextAsync(letter, "dear", TestContext.Current.CancellationToken);
        var mode = File.GetUnixFileMode(folder.Path);

        await using var cluster = await Cluster.Start(folder.Path, "--discard");

        Assert.Equal(1, await cluster.Ended());
        Assert.Contains("holds something else", await cluster.Errors());
        Assert.Equal([letter], Directory.GetFileSystemEntries(folder.Path));
        Assert.Equal(mode, File.GetUnixFileMode(folder.Path));
    }

    [Fact]
    public async Task Nobody_else_on_the_machine_gets_at_the_data()
    {
        await using var cluster = await Cluster.Start(folder.Cluster, "--fast");
        var guess = new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Password = "guess", Pooling = false };
        await using var stranger = new NpgsqlConnection(guess.ConnectionString);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => stranger.OpenAsync(TestContext.Current.CancellationToken));

        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(folder.Cluster, "password")));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Cluster));
    }
}
