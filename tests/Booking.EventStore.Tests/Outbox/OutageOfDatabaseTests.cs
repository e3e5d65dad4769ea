using Booking.EventStore.Outbox;
using NodaTime;
using Npgsql;
using Xunit;

namespace Booking.EventStore.Tests.Outbox;

/// <summary>A database that serves nobody is no message's fault, however long that takes.</summary>
public sealed class OutageOfDatabaseTests : OutboxTests
{
    static readonly OutboxOptions NoBackoff = new() { FirstBackoff = Duration.Zero, MaxBackoff = Duration.Zero };

    [Fact]
    public async Task A_message_that_meets_a_database_without_room_again_and_again_is_delivered_when_there_is_room()
    {
        await Rig.Send(Ann, 1);
        var tries = new Deliveries(5);
        await using (var node = await Rig.Start(
            (step, context, _) =>
            {
                tries.Add(step, context);
                return tries.All.Count < 5 ? throw new InvalidOperationException("wrapped", Refused(PostgresErrorCodes.TooManyConnections)) : Task.CompletedTask;
            },
            NoBackoff, maxAttempts: 2))
        {
            await tries.Reached();
            await node.Stop();
        }

        Assert.All(tries.All, one => Assert.Equal(1, one.Context.Attempt));
        Assert.Equal(1, await Rig.Ask<long>("select count(*) from outbox where sent_at is not null and attempts = 1"));
    }

    [Theory]
    [InlineData("53100", true)]
    [InlineData("57P03", true)]
    [InlineData("25006", true)]
    [InlineData("40001", false)]
    [InlineData("P0001", false)]
    public void Only_what_nobody_could_do_does_not_count(string state, bool isOutage) =>
        Assert.Equal(isOutage, Outage.IsOfTheDatabase(Refused(state)));

    [Fact]
    public void A_connection_that_was_lost_on_the_way_counts_because_the_message_may_be_why() =>
        Assert.False(Outage.IsOfTheDatabase(new NpgsqlException("lost", new IOException("reset"))));

    [Fact]
    public async Task A_pool_without_a_free_connection_is_no_message_s_fault()
    {
        await using var narrow = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Rig.ConnectionString) { MaxPoolSize = 1, Timeout = 1 });
        await using var taken = await narrow.OpenConnectionAsync();

        var waited = await Assert.ThrowsAnyAsync<NpgsqlException>(async () => await narrow.OpenConnectionAsync());

        Assert.True(Outage.IsOfTheDatabase(new InvalidOperationException("wrapped", waited)), waited.Message);
    }

    [Fact]
    public async Task A_promotion_during_which_no_host_is_the_primary_is_no_message_s_fault()
    {
        var settings = new NpgsqlConnectionStringBuilder(Rig.ConnectionString);
        settings.Host = $"{settings.Host},127.0.0.1:1";
        await using var standby = new NpgsqlDataSourceBuilder(settings.ConnectionString).BuildMultiHost().WithTargetSession(TargetSessionAttributes.Standby);
        var none = await Assert.ThrowsAnyAsync<NpgsqlException>(async () => await standby.OpenConnectionAsync());
        Assert.True(Outage.IsOfTheDatabase(none), none.ToString());

        settings.Host = "127.0.0.1:1,127.0.0.1:2";
        await using var gone = new NpgsqlDataSourceBuilder(settings.ConnectionString).BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary);
        var nobody = await Assert.ThrowsAnyAsync<NpgsqlException>(async () => await gone.OpenConnectionAsync());
        Assert.True(Outage.IsOfTheDatabase(nobody), nobody.ToString());
    }

    static PostgresException Refused(string state) => new("refused", "FATAL", "FATAL", state);
}
