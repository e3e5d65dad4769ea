using NodaTime;
using Npgsql;
using Xunit;

namespace Booking.EventStore.Tests.Clock;

public sealed class DatabaseClockTests : ClockTests
{
    static readonly Duration Tolerance = Duration.FromSeconds(1);

    [Fact]
    public async Task The_time_is_the_databases_whatever_the_machine_believes()
    {
        await Run("""
            create schema elsewhere;
            create function elsewhere.clock_timestamp() returns timestamptz language sql volatile as $$ select pg_catalog.clock_timestamp() + '1 day' $$;
            """);
        using var here = await Clock(Open());
        using var there = await Clock(Open("-c search_path=elsewhere,pg_catalog,public"));

        Near(Duration.FromDays(1), there.GetCurrentInstant() - here.GetCurrentInstant());
    }

    [Fact]
    public async Task The_time_lies_between_two_readings_of_the_database_and_runs_on()
    {
        using var clock = await Clock(Open());

        var before = await Now();
        var first = clock.GetCurrentInstant();
        var after = await Now();
        await clock.Synchronize(CancellationToken.None);
        var second = clock.GetCurrentInstant();

        Assert.InRange(first, before - Tolerance, after + Tolerance);
        Assert.True(second > first);
        Assert.Equal(0, first.ToUnixTimeTicks() % 10);
    }

    [Fact]
    public async Task It_is_set_moved_on_moved_back_and_reset_before_the_call_returns()
    {
        using var clock = await Clock(Open());
        using var real = await Clock(Open(), movable: false);
        Duration Ahead() => clock.GetCurrentInstant() - real.GetCurrentInstant();

        await clock.SetOffset(Duration.FromHours(30), CancellationToken.None);
        Near(Duration.FromHours(30), Ahead());
        await clock.Advance(Duration.FromMinutes(11), CancellationToken.None);
        Near(Duration.FromHours(30) + Duration.FromMinutes(11), Ahead());
        await clock.Advance(-Duration.FromDays(3), CancellationToken.None);
        Near(Duration.FromMinutes(11) - Duration.FromHours(42), Ahead());
        await clock.SetTo(Instant.FromUtc(2031, 5, 6, 7, 8), CancellationToken.None);
        Near(Duration.Zero, clock.GetCurrentInstant() - Instant.FromUtc(2031, 5, 6, 7, 8));
        await clock.Reset(CancellationToken.None);
        Near(Duration.Zero, Ahead());
    }

    [Fact]
    public async Task The_offset_outlives_the_process()
    {
        using (var clock = await Clock(Open()))
        {
            await clock.SetOffset(Duration.FromHours(5), CancellationToken.None);
        }

        using var next = await Clock(Open());
        using var real = await Clock(Open(), movable: false);
        Near(Duration.FromHours(5), next.GetCurrentInstant() - real.GetCurrentInstant());
    }

    [Fact]
    public async Task Outside_Development_it_cannot_be_moved_and_an_offset_that_is_there_is_not_read()
    {
        await Run("update dev_clock set shift = '1 day'");
        using var clock = await Clock(Open(), movable: false);

        await Assert.ThrowsAsync<InvalidOperationException>(() => clock.SetOffset(Duration.FromHours(1), CancellationToken.None));
        Near(Duration.Zero, clock.GetCurrentInstant() - await Now());
    }

    [Fact]
    public async Task It_moves_by_a_hundred_years_at_most()
    {
        using var clock = await Clock(Open());

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => clock.SetOffset(Duration.FromDays(36_526), CancellationToken.None));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => clock.Advance(-Duration.FromDays(36_526), CancellationToken.None));
        Near(Duration.Zero, clock.GetCurrentInstant() - await Now());
    }

    [Fact]
    public void It_does_not_tell_a_time_that_it_does_not_know()
    {
        using var clock = new DatabaseClock(Open(), movable: true);

        Assert.Throws<InvalidOperationException>(() => clock.GetCurrentInstant());
    }

    static async Task<DatabaseClock> Clock(NpgsqlDataSource dataSource, bool movable = true)
    {
        var clock = new DatabaseClock(dataSource, movable);
        await clock.Synchronize(CancellationToken.None);
        return clock;
    }

    async Task<Instant> Now()
    {
        await using var command = Database.DataSource.CreateCommand("select clock_timestamp()");
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return row.GetInstant(0);
    }

    static void Near(Duration expected, Duration actual) => Assert.InRange(actual, expected - Tolerance, expected + Tolerance);
}
