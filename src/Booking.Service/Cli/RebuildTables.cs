using Booking.EventStore;
using Booking.EventStore.Rebuilding;
using NodaTime.Text;

namespace Booking.Service.Cli;

/// <summary>What is told of rebuilds: all projections, and one with its table of parity.</summary>
static class RebuildTables
{
    /// <param name="Version">Of the rules that this program has.</param>
    /// <param name="LiveVersion">Of those that the live tables were made by; another one says that a rebuild is due.</param>
    sealed record Listed(string Name, IReadOnlyList<string> Tables, int Version, int LiveVersion, RebuildStatus? Last);

    public static async Task<int> List(Terminal terminal, ProjectionRebuilds rebuilds, StoreModel model, CancellationToken ct)
    {
        var live = await rebuilds.LiveVersions(ct);
        List<Listed> all = [];
        foreach (var projection in model.Projections)
        {
            all.Add(new(
                projection.Name, projection.Tables, projection.Version, live.GetValueOrDefault(projection.Name, projection.Version), await rebuilds.Status(projection.Name, ct)));
        }

        all.ForEach(terminal.Answer);
        terminal.Table(
            ["projection", "rules", "last rebuild", "by", "kept", "tables"],
            [.. all.Select(p => new[]
            {
                p.Name, p.Version == p.LiveVersion ? $"{p.Version}" : $"{p.LiveVersion}, rebuild for {p.Version}",
                p.Last is { } last ? $"{last.State} {InstantPattern.General.Format(last.EndedAt ?? last.StartedAt)}" : "never",
                p.Last?.By ?? "", p.Last is { Kept: true } ? "yes" : "", string.Join(' ', p.Tables),
            })]);
        return CommandLine.Done;
    }

    /// <returns>1 when it failed or was cancelled.</returns>
    public static int Status(Terminal terminal, string name, RebuildStatus? status)
    {
        terminal.Answer(status);
        if (status is null)
        {
            terminal.Say($"{name} was never rebuilt.");
            return CommandLine.Done;
        }

        terminal.Say($"{name}: {status.State}, {status.Done:N0} of {status.Total:N0} events{(status.Rate is { } rate ? $", {rate:N0}/s" : "")}"
            + (status.TimeLeft is { } left ? $", {left} left" : "") + $"; begun {InstantPattern.General.Format(status.StartedAt)} by {status.By}");
        if (status.Parity.Count > 0)
        {
            terminal.Table(
                ["table", "same", "differing", "missing", "extra"],
                [.. status.Parity.Select(t => new[] { t.Table, $"{t.Same}", $"{t.Differing}", $"{t.Missing}", $"{t.Extra}" })]);
        }

        return status.State is RebuildState.Failed or RebuildState.Cancelled ? terminal.Fail(status.Error ?? $"The rebuild of {name} was cancelled.") : CommandLine.Done;
    }
}
