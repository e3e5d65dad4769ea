using System.CommandLine;
using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Cli;

/// <summary>Shows how much waits in the outbox, by type.</summary>
static class OutboxCommand
{
    const string Text = """
        select type, count(*), count(*) filter (where greatest(deliver_at, coalesce(retry_at, deliver_at)) <= $1 and (leased_until is null or leased_until <= clock_timestamp())),
               count(*) filter (where leased_until > clock_timestamp()), count(*) filter (where attempts > 0), min(deliver_at) filter (where deliver_at <= $1)
          from outbox where sent_at is null and dead_at is null group by type order by 2 desc, 1 limit 200
        """;

    static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    /// <param name="Waiting">Not delivered and not given up.</param>
    /// <param name="Due">Of them those that a node could take now; they may still wait for another of their key.</param>
    /// <param name="Leased">Of them those that a node has in its hands.</param>
    /// <param name="Retried">Of them those that failed once or more.</param>
    /// <param name="OldestSeconds">For how long the oldest has been due; null when none is.</param>
    sealed record OfType(string Type, long Waiting, long Due, long Leased, long Retried, long? OldestSeconds);

    sealed record Outbox(Instant At, long Dead, IReadOnlyList<OfType> Types);

    public static Command Create()
    {
        var watch = new Option<bool>("--watch") { Description = "Look again every two seconds until Ctrl-C." };
        var command = new Explained("outbox", "Shows what waits to be delivered, by type.", """
            Changes nothing; the service may run. due: a node could take it now; leased: a node is at it; retried: it failed before.

            Examples:
              booking outbox
              booking outbox --watch --json
            """) { watch };
        command.SetAction((parsed, ct) => Run(new(parsed), parsed.GetValue(watch), ct));
        return command;
    }

    static async Task<int> Run(Terminal terminal, bool watch, CancellationToken ct)
    {
        await using var host = await CommandHost.Open(ct);
        var (dataSource, clock) = (host.Services.GetRequiredService<NpgsqlDataSource>(), host.Services.GetRequiredService<IClock>());
        using var timer = new PeriodicTimer(Look);
        try
        {
            do
            {
                Tell(await Read(dataSource, clock.GetCurrentInstant(), ct), terminal);
            }
            while (watch && await timer.WaitForNextTickAsync(ct));
        }
        catch (OperationCanceledException) when (watch)
        {
            // Ctrl-C is how watching ends.
        }

        return CommandLine.Done;
    }

    static async Task<Outbox> Read(NpgsqlDataSource dataSource, Instant now, CancellationToken ct)
    {
        await using var batch = dataSource.CreateBatch();
        batch.Add(Text, Pg.At(now));
        batch.Add("select count(*) from outbox where dead_at is not null");
        await using var row = await batch.ExecuteReaderAsync(ct);
        List<OfType> types = [];
        while (await row.ReadAsync(ct))
        {
            long? oldest = row.GetInstantOrNull(5) is { } due ? (long)(now - due).TotalSeconds : null;
            types.Add(new(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), oldest));
        }

        await row.NextResultAsync(ct);
        await row.ReadAsync(ct);
        return new(now, row.GetInt64(0), types);
    }

    static void Tell(Outbox outbox, Terminal terminal)
    {
        terminal.Answer(outbox);
        terminal.Say($"{outbox.At}: {outbox.Types.Sum(t => t.Waiting)} waiting, {outbox.Types.Sum(t => t.Due)} due, {outbox.Types.Sum(t => t.Leased)} leased, {outbox.Dead} dead");
        if (outbox.Types.Count > 0)
        {
            terminal.Table(
                ["type", "waiting", "due", "leased", "retried", "oldest due"],
                [.. outbox.Types.Select(t => new[] { t.Type, $"{t.Waiting}", $"{t.Due}", $"{t.Leased}", $"{t.Retried}", t.OldestSeconds is { } s ? $"{s} s" : "" })]);
        }
    }
}
