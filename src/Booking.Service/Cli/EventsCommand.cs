using System.CommandLine;
using Booking.EventStore;
using Booking.Service.Ops;
using Npgsql;

namespace Booking.Service.Cli;

/// <summary>Shows the log of all streams, and goes on with it. Only what is settled is shown, so nothing that commits late is ever skipped.</summary>
static class EventsCommand
{
    const int PageSize = 500;

    static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    sealed record Choice(long? After, bool Follow, string? Type, StreamId? Stream, int? Limit);

    public static Command Create()
    {
        var after = new Option<long?>("--after") { Description = "Only events after this sequence. Without it: from the first, and with --follow from now." };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what happens, until Ctrl-C." };
        var type = new Option<string?>("--type") { Description = "Only events of this type, as visit_confirmed." };
        var stream = new Option<Guid?>("--stream") { Description = "Only events of this stream." };
        stream.Validators.Add(Options.RequireId);
        var limit = new Option<int?>("--limit") { Description = "How many at most. Without it 100, and with --follow no end." };
        limit.Validators.Add(given =>
        {
            if (given.Tokens.Count == 1 && int.TryParse(given.Tokens[0].Value, out var value) && value < 1)
            {
                given.AddError("--limit must be 1 or more.");
            }
        });
        var command = new Explained("events", "Shows the log of all streams, in order.", """
            Changes nothing; the service may run. Whoever goes on with --after and the last sequence that they saw misses nothing and sees nothing twice. What is
            personal stays encrypted, and meeting links are left out. With --json each event is a line, as in GET /ops/events.

            Examples:
              booking events --after 120400 --type appointment_confirmed
              booking events --follow --json | jq .type
            """) { after, follow, type, stream, limit };
        command.SetAction((parsed, ct) => Run(
            new(parsed),
            new(parsed.GetValue(after), parsed.GetValue(follow), parsed.GetValue(type), parsed.GetValue(stream) is { } id ? new StreamId(id) : null, parsed.GetValue(limit)), ct));
        return command;
    }

    static async Task<int> Run(Terminal terminal, Choice choice, CancellationToken ct)
    {
        await using var host = await CommandHost.Open(ct);
        await using var connection = await host.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(ct);
        try
        {
            await Tell(connection, choice, terminal, ct);
        }
        catch (OperationCanceledException) when (choice.Follow)
        {
            // Ctrl-C is how following ends.
        }

        return CommandLine.Done;
    }

    static async Task Tell(NpgsqlConnection connection, Choice choice, Terminal terminal, CancellationToken ct)
    {
        var left = choice.Limit ?? (choice.Follow ? int.MaxValue : 100);
        var after = choice.After ?? (choice.Follow ? await SettledPosition.Read(connection, ct) : 0);
        using var timer = new PeriodicTimer(Look);
        do
        {
            var settled = await SettledPosition.Read(connection, ct);
            (left, after) = await TellUpTo(settled, connection, choice, left, after, terminal, ct);
            if (left == 0 && after < settled)
            {
                terminal.Say($"There is more: --after {after}");
            }
        }
        while (choice.Follow && left > 0 && await timer.WaitForNextTickAsync(ct));
    }

    /// <returns>How many may still be shown, and after which sequence to go on.</returns>
    static async Task<(int Left, long After)> TellUpTo(
        long settled, NpgsqlConnection connection, Choice choice, int left, long after, Terminal terminal, CancellationToken ct)
    {
        while (left > 0)
        {
            var wanted = Math.Min(left, PageSize);
            var page = await connection.ReadLog(after, settled, choice.Stream, choice.Type, wanted, ct);
            foreach (var item in page.Select(GetEvents.Item))
            {
                terminal.Answer(item);
                EventLines.Say(item, item.Sequence, terminal);
            }

            left -= page.Count;
            if (page.Count < wanted)
            {
                return (left, Math.Max(after, settled));
            }

            after = page[^1].Position;
        }

        return (left, after);
    }
}
