using System.CommandLine;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Ops;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Booking.Service.Cli;

/// <summary>Shows the events of one stream, as they are stored; what GET /ops/streams hides is hidden here.</summary>
static class StreamCommand
{
    const string Kind = "select coalesce(type, ''), version from mt_streams where id = $1";

    /// <summary>Up to which of its events a stream is shown; both null: all.</summary>
    sealed record AsOf(long? Version = null, Instant? At = null);

    public static Command Create()
    {
        var id = new Argument<Guid>("id") { Description = "Of the visit, doctor, payment, coupon or other stream." };
        var (asOf, limit) = (new Option<AsOf>("--as-of") { Description = "A version, or an instant such as 2026-11-21T13:00:00Z.", CustomParser = Parse }, Options.Limit(1_000));
        var after = new Option<long>("--after") { Description = "Only events after this version." };
        var command = new Explained("stream", "Shows the events of one stream, in order.", """
            Changes nothing; the service may run. What is personal stays encrypted, and meeting links are left out. With --json it answers
            as GET /ops/streams/{id}, and what stands under next goes to --after.

            Examples:
              booking stream 0193c9a2-...
              booking stream 0193c9a2-... --as-of 3
              booking stream 0193c9a2-... --as-of 2026-11-21T13:00:00Z --json
            """) { id, asOf, after, limit };
        command.SetAction((parsed, ct) => Run(
            new(parsed), new(parsed.GetValue(id)), parsed.GetValue(asOf) ?? new(), parsed.GetValue(after), parsed.GetValue(limit), ct));
        return command;
    }

    static AsOf? Parse(System.CommandLine.Parsing.ArgumentResult given)
    {
        var text = given.Tokens.Count == 1 ? given.Tokens[0].Value : "";
        if (long.TryParse(text, System.Globalization.NumberStyles.None, provider: null, out var version))
        {
            return new(version);
        }

        if (InstantPattern.ExtendedIso.Parse(text) is { Success: true, Value: var at })
        {
            return new(At: at);
        }

        given.AddError($"{Terminal.Harmless(text)} is neither a version nor an instant in UTC such as 2026-11-21T13:00:00Z.");
        return null;
    }

    static async Task<int> Run(Terminal terminal, StreamId id, AsOf asOf, long after, int limit, CancellationToken ct)
    {
        await using var host = await CommandHost.Open(ct);
        var dataSource = host.Services.GetRequiredService<NpgsqlDataSource>();
        if (await Find(dataSource, id, ct) is not var (type, version))
        {
            return terminal.Fail($"There is no stream {id}.");
        }

        var page = await dataSource.ReadStreamAfter(id, after, limit, ct);
        var more = page.Count == limit && page[^1].Metadata.Version < version;
        var events = page.TakeWhile(e => !(e.Metadata.Version > asOf.Version || e.Metadata.At > asOf.At)).Select(GetEvents.Item).ToList();
        more &= events.Count == page.Count;
        terminal.Answer(new StreamAnswer(id.Value, type, version, events, more ? $"{page[^1].Metadata.Version}" : null));
        terminal.Say($"{type} {id}, version {version}{(events.Count < version ? $", {events.Count} events shown" : "")}");
        events.ForEach(e => EventLines.Say(e, e.Version, terminal));
        if (more)
        {
            terminal.Say($"There is more: --after {page[^1].Metadata.Version}");
        }

        return CommandLine.Done;
    }

    static async Task<(string Type, long Version)?> Find(NpgsqlDataSource dataSource, StreamId id, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Kind).With(Pg.Uuid(id));
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? (row.GetString(0), row.GetInt64(1)) : null;
    }
}

/// <summary>Events as lines for people.</summary>
static class EventLines
{
    /// <param name="place">The version, or the sequence.</param>
    public static void Say(EventItem e, long place, Terminal terminal) =>
        terminal.Say($"{place,6}  {InstantPattern.General.Format(e.Timestamp)}  {e.Type}  {e.StreamId}  by {e.ActorRole} {e.Actor}  {e.Data.GetRawText()}");
}
