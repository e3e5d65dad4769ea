using Booking.Service.Metrics;
using NodaTime;
using Npgsql;

namespace Booking.Service.Replicas;

/// <summary>
/// The streaming replicas of <c>ConnectionStrings:BookingReplicas</c>, a connection string whose <c>Host</c> names one or several; the primary may be
/// among them and is asked when no replica is up. Without that setting nothing here is ever used.
/// </summary>
public sealed class ReplicaSource : IAsyncDisposable
{
    /// <summary>How long nobody asks a replica after it did not answer, so that an outage costs one reader a wait and not all of them.</summary>
    static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    static readonly Duration LongestLag = Duration.FromMinutes(5);

    readonly ILogger _log;
    readonly TimeProvider _time;
    long _failedAt;
    bool _failed;

    /// <exception cref="StartupRefusedException">The connection string or <c>Reads:MaxReplicaLag</c> is malformed.</exception>
    public ReplicaSource(IConfiguration configuration, ILoggerFactory loggers, TimeProvider time)
    {
        (_log, _time) = (loggers.CreateLogger<ReplicaSource>(), time);
        MaxLag = LagOf(configuration["Reads:MaxReplicaLag"]);
        if (IsConfigured(configuration))
        {
            var source = new NpgsqlDataSourceBuilder(Database.ReplicaConnectionString(configuration));
            source.UseLoggerFactory(loggers);
            Source = source.BuildMultiHost().WithTargetSession(TargetSessionAttributes.PreferStandby);
        }
    }

    /// <summary>Null when none are configured.</summary>
    public NpgsqlDataSource? Source { get; }

    /// <summary>The age of the oldest answer that a reader without a position may get: <c>Reads:MaxReplicaLag</c> seconds, 2 to 300, default 5.</summary>
    public Duration MaxLag { get; }

    /// <summary>Whether one failed a moment ago.</summary>
    public bool IsResting => Volatile.Read(ref _failed) && _time.GetElapsedTime(Interlocked.Read(ref _failedAt)) < Rest;

    public static bool IsConfigured(IConfiguration configuration) => !string.IsNullOrWhiteSpace(configuration.GetConnectionString("BookingReplicas"));

    public ValueTask DisposeAsync() => Source?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <param name="by">Who answered: <c>replica</c> or <c>primary</c>.</param>
    /// <param name="reason">Why the primary did: <c>behind</c>, <c>down</c>, <c>failed</c> at this question; empty for a replica.</param>
    internal static void Count(string by, string reason) => BookingMeter.Reads.Add(1, BookingMeter.Tag("by", by), BookingMeter.Tag("reason", reason));

    /// <returns>
    /// Whether the replicas rest now: one was lost, lets nobody in, has no room, or ended the question for the sake of what it has to replay. What is wrong with one question is
    /// no reason to ask the primary all the others.
    /// </returns>
    internal bool Failed(NpgsqlException why)
    {
        if (why is PostgresException { IsTransient: false } refused && !refused.SqlState.StartsWith("57P", StringComparison.Ordinal) && !LetsNobodyIn(refused))
        {
            _log.LogWarning(why, "A replica could not answer one question; the primary is asked");
            return false;
        }

        _log.LogWarning(why, "A replica did not answer; the primary does for {Seconds} s", Rest.TotalSeconds);
        Interlocked.Exchange(ref _failedAt, _time.GetTimestamp());
        Volatile.Write(ref _failed, true);
        return true;
    }

    /// <summary>The user, the password or the database is refused, as it will be to whoever connects next.</summary>
    static bool LetsNobodyIn(PostgresException refused) => refused.SqlState is PostgresErrorCodes.InvalidPassword
        or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InvalidCatalogName;

    static Duration LagOf(string? seconds) => seconds is null ? Duration.FromSeconds(5)
        : int.TryParse(seconds, System.Globalization.CultureInfo.InvariantCulture, out var value) && value >= 2 && Duration.FromSeconds(value) <= LongestLag
            ? Duration.FromSeconds(value)
            : throw new StartupRefusedException("Reads:MaxReplicaLag must be a number of seconds from 2 to 300.");
}
