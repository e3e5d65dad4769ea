using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Booking.EventStore.Outbox;

/// <summary>How a loop lives through a database that is away: it waits longer each time, up to 5 s, and says so once a second at most.</summary>
sealed class Outage(ILogger logger, string what)
{
    const int FirstMilliseconds = 100;
    const int LongestMilliseconds = 5_000;

    /// <summary>The most that is waited before the next try.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(LongestMilliseconds);

    const int MostDoublings = 6;

    /// <summary>How Npgsql begins to say it; it has no type or code for it, and its cause is that of any other time that ran out.</summary>
    const string PoolExhausted = "The connection pool has been exhausted";

    readonly LogGate _gate = new();
    int _failures;
    long _began;

    public void Over() => _failures = 0;

    /// <summary>How long ago it failed for the first time; zero when all is well.</summary>
    public TimeSpan Lasted => _failures == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_began);

    /// <summary>
    /// True when the server said that it has no room or connection left for anybody, is starting, stopping or read-only, when nothing listens
    /// there, none of several hosts is the primary, or all connections of the pool are in use. A connection that was lost on the way is none of
    /// these: what was asked over it may be why.
    /// </summary>
    public static bool IsOfTheDatabase(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is PostgresException refused)
            {
                return refused.SqlState.StartsWith("53", StringComparison.Ordinal) || refused.SqlState.StartsWith("57P", StringComparison.Ordinal)
                    || refused.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction;
            }

            if (cause is NpgsqlException lost and not NpgsqlOperationInProgressException)
            {
                // None of several hosts: without a cause, or with that of each.
                return lost.InnerException is SocketException or AggregateException or null || lost.Message.StartsWith(PoolExhausted, StringComparison.Ordinal);
            }
        }

        return false;
    }

    /// <summary>Returns at once, without an error, when the loop is to stop.</summary>
    public async Task Endure(Exception reason, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested)
        {
            return;
        }

        if (_gate.Pass())
        {
            logger.LogWarning(reason, "{What} failed; it will be tried again.", what);
        }

        _began = _failures == 0 ? Stopwatch.GetTimestamp() : _began;
        var most = Math.Min(LongestMilliseconds, FirstMilliseconds << Math.Min(_failures++, MostDoublings));
        await Task.Delay(RandomNumberGenerator.GetInt32(most / 2, most + 1), stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
