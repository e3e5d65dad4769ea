using Npgsql;

namespace Booking.EventStore;

/// <summary>How a unit's decisions become the statements of one batch.</summary>
public sealed partial class Unit
{
    /// <summary>Everything after the idempotency row, in the order that the house is built on: lock, guard, append, project, react.</summary>
    internal bool WriteTo(NpgsqlBatch batch)
    {
        foreach (var (stream, version) in _locks.OrderBy(l => l.Stream, StreamId.WriteOrder))
        {
            batch.Add(Sql.LockStreamAtVersion, Pg.Uuid(stream), Pg.Long(version));
        }

        foreach (var guard in _guards)
        {
            guard(batch);
        }

        WriteEvents(batch);
        foreach (var appended in _appended)
        {
            appended.Project(batch);
        }

        var sends = false;
        foreach (var appended in _appended)
        {
            sends |= appended.React(_model.Messages, batch);
        }

        return sends;
    }

    /// <summary>
    /// The streams' rows in ascending order, because that is where transactions wait for each other; then the events in the
    /// order of the decision, which a replay of the log has to find again.
    /// </summary>
    void WriteEvents(NpgsqlBatch batch)
    {
        var streams = _appended.GroupBy(a => a.Metadata.Stream).OrderBy(g => g.Key, StreamId.WriteOrder).ToList();
        foreach (var stream in streams)
        {
            var first = stream.First().Metadata;
            var last = stream.Last();
            if (first.Version == 1)
            {
                batch.Add(Sql.StartStream, Pg.Uuid(stream.Key), Pg.Text(last.Category), Pg.Long(last.Metadata.Version), Pg.At(last.Metadata.At));
            }
            else
            {
                batch.Add(Sql.AdvanceStream, Pg.Uuid(stream.Key), Pg.Long(first.Version - 1), Pg.Long(last.Metadata.Version), Pg.At(last.Metadata.At));
            }
        }

        foreach (var appended in _appended)
        {
            appended.Write(_model.Events, batch);
        }

        foreach (var stream in streams)
        {
            stream.Last().Snapshot(batch, stream.First().Metadata.Version - 1);
        }
    }
}
