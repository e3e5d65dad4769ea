using Npgsql;

namespace Booking.EventStore.Rebuilding;

/// <summary>
/// The statements of projections whose rows are made in memory. What is dear to make waits until its row is written: most events of a stream are
/// followed by another that says the same column anew.
/// </summary>
sealed class RowBatch : NpgsqlBatch
{
    /// <summary>The event that is applied.</summary>
    public RecordedEvent? Applied { get; set; }

    public NpgsqlParameter Later(Func<byte[]> make) => new LaterJson(make, Applied);
}

/// <summary>A <c>jsonb</c> value that is made when its row is written.</summary>
/// <param name="applied">Where it comes from.</param>
sealed class LaterJson(Func<byte[]> make, RecordedEvent? applied) : NpgsqlParameter
{
    byte[]? _made;

    /// <exception cref="RebuildFailedException">It cannot be made; the message names the event.</exception>
    public byte[] Make()
    {
        try
        {
            return _made ??= make();
        }
        catch (Exception e) when (applied is not null && e is not OutOfMemoryException)
        {
            throw new RebuildFailedException(ReplayFold.Naming(applied, e.Message), e);
        }
    }
}
