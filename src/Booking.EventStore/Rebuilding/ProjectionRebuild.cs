using Npgsql;

namespace Booking.EventStore.Rebuilding;

/// <summary>One rebuild of one projection, by the session that has the turn at it. Disposed of, the turn is given back.</summary>
public sealed partial class ProjectionRebuild : IAsyncDisposable
{
    readonly ProjectionRebuilds _rebuilds;
    readonly NpgsqlConnection _connection;

    ProjectionRebuild(ProjectionRebuilds rebuilds, InlineProjection projection, NpgsqlConnection connection) =>
        (_rebuilds, Projection, _connection) = (rebuilds, projection, connection);

    /// <summary>What is rebuilt.</summary>
    public InlineProjection Projection { get; }

    internal static Task<ProjectionRebuild> Begin(
        ProjectionRebuilds rebuilds, InlineProjection projection, NpgsqlConnection connection, string by, CancellationToken ct) =>
        throw new NotSupportedException("A projection cannot be rebuilt yet.");

    /// <summary>Does it, to the end: done, failed or cancelled. What ends it is in the answer, not thrown.</summary>
    /// <param name="progress">Told after each page; null: nobody is.</param>
    /// <param name="ct">Interrupts it: begun again it goes on from there.</param>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    /// <exception cref="NpgsqlException">The database is out of reach. Begun again it goes on from where it was.</exception>
    public Task<RebuildStatus> Run(IProgress<RebuildStatus>? progress, CancellationToken ct) => throw new NotSupportedException("A projection cannot be rebuilt yet.");

    /// <summary>Gives the turn back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_connection.FullState == System.Data.ConnectionState.Open)
        {
            await RebuildRows.Unlock(_connection, Projection.Name);
        }

        await _connection.DisposeAsync();
    }
}
