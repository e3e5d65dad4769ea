using System.Collections.Concurrent;
using Booking.EventStore.Rebuilding;

namespace Booking.Service.Ops;

/// <summary>The rebuilds that this node runs. When it stops they are interrupted, and go on wherever they are asked for again.</summary>
public sealed class RebuildsInBackground(ProjectionRebuilds rebuilds, IHostApplicationLifetime lifetime, ILogger<RebuildsInBackground> log) : IHostedService
{
    readonly ConcurrentDictionary<string, Task> running = new(StringComparer.Ordinal);

    /// <returns>How it begins; null when somebody rebuilds this projection already.</returns>
    /// <exception cref="RebuildFailedException">It cannot be replaced.</exception>
    public async Task<RebuildStatus?> Start(string projection, string by, CancellationToken ct)
    {
        var rebuild = await rebuilds.Begin(projection, by, ct);
        if (rebuild is null)
        {
            return null;
        }

        var status = rebuild.Status;
        running[projection] = Task.Run(() => Run(rebuild), CancellationToken.None);
        return status;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(running.Values).WaitAsync(cancellationToken);

    async Task Run(ProjectionRebuild rebuild)
    {
        await using (rebuild)
        {
            var name = rebuild.Projection.Name;
            try
            {
                log.LogInformation("The rebuild of {Projection} begins, asked for by {Actor}", name, rebuild.Status.By);
                var status = await rebuild.Run(progress: null, lifetime.ApplicationStopping);
                log.LogInformation("The rebuild of {Projection} ended: {State}. {Error}", name, status.State, status.Error);
            }
            catch (OperationCanceledException)
            {
                log.LogInformation("The rebuild of {Projection} was interrupted: this node stops", name);
            }
            catch (Exception e)
            {
                log.LogError(e, "The rebuild of {Projection} was interrupted", name);
            }
        }
    }
}
