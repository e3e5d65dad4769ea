using System.CommandLine;
using Booking.Contracts;
using Booking.Service.Ops;
using NodaTime;
using Npgsql;

namespace Booking.Service.Cli;

/// <summary>Shows how much waits in the outbox, by type.</summary>
static class OutboxCommand
{
    static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    sealed record Outbox(Instant At, long Dead, IReadOnlyList<OutboxType> Types);

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
        var types = await GetOutboxTypes.Read(dataSource, now, ct);
        return new(now, types.Sum(type => type.Dead), [.. types.Where(type => type.Waiting > 0)]);
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
