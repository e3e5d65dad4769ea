using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Booking.Service.Replicas;

/// <summary>
/// Answers public questions from a replica when there is one that is up, at most <see cref="ReplicaSource.MaxLag"/> behind, and has replayed
/// the position that the reader sent; from the primary otherwise. Whatever goes wrong on a replica, the primary is asked.
/// </summary>
public sealed class Reads(NpgsqlDataSource dataSource, ReplicaSource replicas, IClock clock)
{
    readonly ReadPlace _primary = ReadPlace.Primary(dataSource);

    /// <param name="read">Called a second time, with the primary, when the replica could not answer; writes nothing of the response.</param>
    public async ValueTask<T> Run<T>(HttpContext http, Func<ReadPlace, CancellationToken, Task<T>> read, CancellationToken ct)
    {
        if (replicas.Source is not { } source)
        {
            return await read(_primary, ct);
        }

        var why = "down";
        if (!replicas.IsResting && Positions.TryRead(http.Request, out var position))
        {
            try
            {
                var answer = await read(ReadPlace.Replica(source, position, clock.GetCurrentInstant(), replicas.MaxLag), ct);
                ReplicaSource.Count("replica", "");
                return answer;
            }
            catch (NotOnReplicaException)
            {
                why = "behind";
            }
            catch (NpgsqlException failure)
            {
                why = replicas.Failed(failure) ? why : "failed";
            }
        }

        ReplicaSource.Count("primary", why);
        return await read(_primary, ct);
    }
}
