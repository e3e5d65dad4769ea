using Booking.Service.Replicas;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests.Replicas;

/// <summary>When a replica is left alone for a while, and when only its answer is not taken.</summary>
[Collection(CountedReads.Name)]
public sealed class ReplicaRestTests
{
    [Theory]
    [InlineData("42P01", false)]
    [InlineData("25006", false)]
    [InlineData("22003", false)]
    [InlineData("40001", true)]
    [InlineData("57P01", true)]
    [InlineData("53300", true)]
    [InlineData("28P01", true)]
    [InlineData("28000", true)]
    [InlineData("3D000", true)]
    public Task An_error_of_one_question_does_not_take_the_replicas_from_all_others(string state, bool rests) =>
        Asks(new PostgresException("refused", "ERROR", "ERROR", state), rests);

    [Fact]
    public Task A_replica_that_is_lost_is_left_alone() => Asks(new NpgsqlException("lost", new IOException("reset")), rests: true);

    static async Task Asks(NpgsqlException failure, bool rests)
    {
        // Nothing is ever opened: what would be asked fails, or answers, by itself.
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("ConnectionStrings:BookingReplicas", "Host=127.0.0.1;Port=1;Username=nobody;Database=none")]).Build();
        await using var replicas = new ReplicaSource(configuration, NullLoggerFactory.Instance, new StoppedClock());
        await using var primary = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Database=none");
        var reads = new Reads(primary, replicas, new Noon());

        var answer = await reads.Run(new DefaultHttpContext(), (place, _) => place.IsReplica ? throw failure : Task.FromResult("primary"), CancellationToken.None);

        Assert.Equal(("primary", rests), (answer, replicas.IsResting));
    }

    /// <summary>A rest lasts two seconds, which a busy machine may take between two lines.</summary>
    sealed class StoppedClock : TimeProvider
    {
        public override long GetTimestamp() => 1;
    }

    sealed class Noon : IClock
    {
        public Instant GetCurrentInstant() => Instant.FromUtc(2027, 3, 1, 12, 0);
    }
}
