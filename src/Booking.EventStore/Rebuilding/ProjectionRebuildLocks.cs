using System.Data;
using System.Diagnostics;
using System.Security.Cryptography;
using Npgsql;

namespace Booking.EventStore.Rebuilding;

/// <summary>How a rebuild gets the moments in which nothing is written, without others standing behind it for long.</summary>
public sealed partial class ProjectionRebuild
{
    /// <summary>Events that are applied while writers wait: a fraction of a second's work.</summary>
    const int MostTail = 300;

    /// <summary>
    /// Readers and writers queue behind whoever waits for a lock, so it is asked for often and not for long. Less than <c>deadlock_timeout</c>, so that of
    /// two who wait for each other it is this one that gives up. Once it is there, a process that stands still keeps it for no longer than the second.
    /// </summary>
    const string LockTimeout = "set local lock_timeout = '300ms'; set local idle_in_transaction_session_timeout = '3s'";

    const string LockStreams = "lock table mt_streams in share mode";

    /// <summary>
    /// Vacuum's own lock, before any that somebody waits behind. An autovacuum gives way to whoever waits for longer than <c>deadlock_timeout</c>, so under
    /// <see cref="LockTimeout"/> it never would, and writers would stand behind attempt after attempt for as long as it runs.
    /// </summary>
    const string KeepVacuumOut = "set local lock_timeout = '5s'; lock table mt_streams in share update exclusive mode";

    /// <summary>Verifications that overlap would refuse a swap for ever: after so many refusals it stands in line.</summary>
    const int MostRefusals = 3;

    /// <summary>Less than the service's <c>lock_timeout</c>: who begins a verification meanwhile waits behind it, and not in vain.</summary>
    static readonly TimeSpan InLine = TimeSpan.FromSeconds(4);

    /// <summary>After each attempt the pause is longer by as much, up to so many times: who is queued behind one has had time before the next.</summary>
    const int MostPauses = 5;

    int _refusals;

    /// <summary>What is final may have cost the session, and with it the turn: a driver gives up one whose server is out of room. It is taken again, if nobody was quicker.</summary>
    async Task<bool> HasTurn()
    {
        if (_connection.FullState == ConnectionState.Open)
        {
            return true;
        }

        await _connection.CloseAsync();
        await _connection.OpenAsync();
        return await ProjectionRebuilds.TakeTurn(_connection, Projection.Name, whileRunning: true, CancellationToken.None);
    }

    /// <summary>The events that the shadow lacks, with writers shut out.</summary>
    /// <returns>Null when they are too many to keep writers waiting for.</returns>
    async Task<(List<RecordedEvent> Events, long Position)?> Tail(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select case when is_called then last_value else 0 end from mt_events_sequence", connection);
        var last = (long)(await command.ExecuteScalarAsync(ct))!;
        var events = await ReplayPages.ByLog(connection, _categories, _notes.Position, last, MostTail + 1, ct);
        return events.Count > MostTail ? null : (events, last);
    }

    async Task ApplyTail((List<RecordedEvent> Events, long Position) tail, RebuildState state, CancellationToken ct)
    {
        if (tail.Events.Count > 0)
        {
            await Apply(tail.Events, state, ct);
        }

        await Note(state, _notes with { Position = Math.Max(_notes.Position, tail.Position) }, ct);
    }

    /// <summary>Tries until the locks are free; in between it lets go of everything and keeps up with the log.</summary>
    async Task Persist(NpgsqlConnection reader, Func<Task<bool>> attempt, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        for (var attempts = 1; ; attempts++)
        {
            var notes = _notes;
            try
            {
                if (await attempt())
                {
                    return;
                }
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                if (Stopwatch.GetElapsedTime(began) > _rebuilds.Patience)
                {
                    throw new RebuildFailedException($"The tables of {Projection.Name} were in use for {_rebuilds.Patience.TotalMinutes} minutes without a moment's break.", e);
                }
            }

            // What was applied in the attempt was taken back with it.
            (_notes, _states) = (await RebuildRows.Notes(_connection, Projection.Name, ct) ?? notes, new(_rebuilds.Model));
            await Task.Delay(RandomNumberGenerator.GetInt32(100, 600) * Math.Min(attempts, MostPauses), ct);
            await CatchUp(reader, ct);
        }
    }
}
