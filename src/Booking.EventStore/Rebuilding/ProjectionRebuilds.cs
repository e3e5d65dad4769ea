using System.Data;
using System.Diagnostics;
using System.Reflection;
using Npgsql;

namespace Booking.EventStore.Rebuilding;

/// <summary>
/// Makes projections anew from the log while the service runs (guarantee E7): beside the live tables, compared with them row by row, put in their
/// place in one transaction. Writers and readers go on. One rebuild of a projection at a time, over all processes of a database.
/// </summary>
/// <param name="dataSource">The database. A running rebuild takes up to three of its connections.</param>
/// <param name="model">Complete.</param>
public sealed class ProjectionRebuilds(NpgsqlDataSource dataSource, StoreModel model)
{
    /// <summary>How long one that has ended is waited for.</summary>
    static readonly TimeSpan MostOfEnding = TimeSpan.FromSeconds(2);

    /// <summary>Which program this is: another one's unfinished work is not gone on with.</summary>
    internal string Program { get; init; } = $"{(Assembly.GetEntryAssembly() ?? typeof(ProjectionRebuilds).Assembly).ManifestModule.ModuleVersionId:N}";

    /// <summary>How long the locks on live tables are tried for.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(10);

    internal NpgsqlDataSource DataSource => dataSource;
    internal StoreModel Model => model;

    /// <summary>Whether there is a projection of this name.</summary>
    public bool Knows(string projection) => model.Projections.Any(p => p.Name == projection);

    /// <summary>Takes the turn at a rebuild and notes that it begins, or that it goes on where an interrupted one stopped.</summary>
    /// <param name="by">Who asks for it, as ops are told.</param>
    /// <returns>The rebuild, to be run and disposed of; null when somebody runs one of this projection.</returns>
    /// <exception cref="ArgumentException">There is no such projection.</exception>
    /// <exception cref="RebuildFailedException">Something in the database hangs on one of the tables and would not follow the swap.</exception>
    public async Task<ProjectionRebuild?> Begin(string projection, string by, CancellationToken ct)
    {
        var found = model.Projections.FirstOrDefault(p => p.Name == projection) ?? throw new ArgumentException($"There is no projection '{projection}'.", nameof(projection));
        var connection = await dataSource.OpenConnectionAsync(ct);
        try
        {
            if (await TakeTurn(connection, projection, whileRunning: false, ct))
            {
                return await ProjectionRebuild.Begin(this, found, connection, by, ct);
            }

            await connection.DisposeAsync();
            return null;
        }
        catch
        {
            await GiveBack(connection, projection);
            throw;
        }
    }

    /// <summary>A pooled session would keep the turn until somebody uses it again.</summary>
    internal static async Task GiveBack(NpgsqlConnection connection, string projection)
    {
        await using (connection)
        {
            if (connection.FullState == ConnectionState.Open)
            {
                await RebuildRows.Unlock(connection, projection);
            }
        }
    }

    /// <summary>Who is told that a rebuild has ended may begin the next: the turn is given back a moment after that is written down.</summary>
    /// <param name="whileRunning">Waits for one that says it runs, too: it was this one, and its session is about to end.</param>
    internal static async Task<bool> TakeTurn(NpgsqlConnection connection, string projection, bool whileRunning, CancellationToken ct)
    {
        for (var began = Stopwatch.GetTimestamp(); ; await Task.Delay(20, ct))
        {
            if (await RebuildRows.TryLock(connection, projection, ct))
            {
                return true;
            }

            if (Stopwatch.GetElapsedTime(began) > MostOfEnding || (!whileRunning && await RebuildRows.Read(connection, projection, ct) is not { EndedAt: not null }))
            {
                return false;
            }
        }
    }

    /// <summary>How the last rebuild of a projection stands; null when there never was one.</summary>
    public async Task<RebuildStatus?> Status(string projection, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        return await RebuildRows.Read(connection, projection, ct);
    }

    /// <summary>How the last rebuild of each projection that ever had one stands.</summary>
    public async Task<IReadOnlyDictionary<string, RebuildStatus>> All(CancellationToken ct)
    {
        Dictionary<string, RebuildStatus> all = new(StringComparer.Ordinal);
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        foreach (var name in await RebuildRows.Names(connection, ct))
        {
            if (await RebuildRows.Read(connection, name, ct) is { } status)
            {
                all.Add(name, status);
            }
        }

        return all;
    }

    /// <summary>By which version of its rules each projection's live tables were made.</summary>
    public async Task<IReadOnlyDictionary<string, int>> LiveVersions(CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        return await RebuildRows.LiveVersions(connection, model, ct);
    }

    /// <summary>
    /// Ends a rebuild, wherever it runs, and takes away what it has made: at once where none runs, else with its next page.
    /// </summary>
    /// <returns>False when there was nothing to cancel: none, or one that has ended.</returns>
    public async Task<bool> Cancel(string projection, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        if (!await RebuildRows.AskToStop(connection, projection, ct))
        {
            return false;
        }

        if (await RebuildRows.TryLock(connection, projection, ct))
        {
            try
            {
                await RebuildRows.End(connection, projection, RebuildState.Cancelled, error: null, ct);
                await ShadowSchema.Drop(connection, ShadowSchema.Of(projection), ct);
            }
            finally
            {
                await GiveBack(connection, projection);
            }
        }

        return true;
    }

    /// <summary>Drops the tables that the last rebuild replaced.</summary>
    /// <returns>False when there were none.</returns>
    public async Task<bool> Discard(string projection, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        return await ShadowSchema.Drop(connection, ShadowSchema.Kept(projection), ct);
    }
}

/// <summary>A projection cannot be rebuilt; the message says why, in words for ops.</summary>
public sealed class RebuildFailedException(string message, Exception? inner = null) : Exception(message, inner);
