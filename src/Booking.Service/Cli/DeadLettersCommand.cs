using System.CommandLine;
using Booking.EventStore.Outbox;
using Booking.Service.Ops;
using NodaTime.Text;

namespace Booking.Service.Cli;

/// <summary>What people do about messages that were given up: see what they died of, read one, deliver them again, discard them.</summary>
static class DeadLettersCommand
{
    const string More = """
        Groups are dead letters of one type that died of the same error; their fingerprint chooses them elsewhere. The service may run.

        Examples:
          booking dead-letters
          booking dead-letters show 0193c9a2-...
          booking dead-letters replay --type notify_party --dry-run
          booking dead-letters discard --fingerprint 3fa94c1e --yes
        """;

    public static Command Create()
    {
        // Without a word behind it, the command lists.
        var (list, bare) = (ListCommand(), new Explained("dead-letters", "Messages that were given up: list, show, replay, discard.", More));
        bare.SetAction((parsed, ct) => List(new(parsed), new(), ct));
        bare.Add(list);
        bare.Add(ShowCommand());
        bare.Add(ChangeDeadLetters.Command("replay", "Delivers again, with all attempts, in their old places.", "deliver again", static groups => groups.Replay, static letters => letters.Replay));
        bare.Add(ChangeDeadLetters.Command("discard", "Deletes for good; what waits behind goes on.", "delete for good", static groups => groups.Discard, static letters => letters.Discard));
        return bare;
    }

    public static Option<string?> Type() => new("--type") { Description = "Only messages of this type." };

    public static Option<string?> Fingerprint() => new("--fingerprint") { Description = "Only messages of this group, as list shows it." };

    static Explained ListCommand()
    {
        var (type, fingerprint) = (Type(), Fingerprint());
        var list = new Explained("list", "Groups dead letters by what they died of.", More) { type, fingerprint };
        list.SetAction((parsed, ct) => List(new(parsed), new(parsed.GetValue(type), parsed.GetValue(fingerprint)), ct));
        return list;
    }

    static Command ShowCommand()
    {
        var id = new Argument<Guid>("id") { Description = "Of the message, as GET /ops/dead-letters or the log names it." };
        var show = new Command("show", "Shows one dead letter with its error.") { id };
        show.SetAction((parsed, ct) => Show(new(parsed), parsed.GetValue(id), ct));
        return show;
    }

    static async Task<int> List(Terminal terminal, DeadLetterFilter filter, CancellationToken ct)
    {
        await using var host = await CommandHost.Open(ct);
        var groups = await host.Services.GetRequiredService<DeadLetterGroups>().List(filter, ct);
        foreach (var group in groups)
        {
            terminal.Answer(group);
        }

        if (groups.Count == 0)
        {
            terminal.Say("There are no dead letters.");
            return CommandLine.Done;
        }

        terminal.Table(
            ["fingerprint", "count", "first", "last", "type", "error"],
            [.. groups.Select(g => new[]
            {
                g.Fingerprint, $"{g.Count}", InstantPattern.General.Format(g.First), InstantPattern.General.Format(g.Last), g.Type, g.Error,
            })]);
        return CommandLine.Done;
    }

    static async Task<int> Show(Terminal terminal, Guid id, CancellationToken ct)
    {
        await using var host = await CommandHost.Open(ct);
        if (await host.Services.GetRequiredService<DeadLetters>().Find(id, ct) is not { } letter)
        {
            return terminal.Fail($"There is no dead letter {id}.");
        }

        terminal.Answer(ManageDeadLetters.Item(letter));
        terminal.Say($"{letter.Type} {letter.Id}");
        terminal.Say($"asked for {letter.CreatedAt}, given up {letter.DeadAt} after {letter.Attempts} attempts");
        terminal.Say($"key {letter.OrderKey?.ToString() ?? "none"}{(letter.Parks ? ", later messages of it wait" : "")}, trace {letter.CorrelationId}");
        terminal.Say($"body {letter.Body}");
        foreach (var line in letter.Error.Split('\n'))
        {
            terminal.Say($"    {line.TrimEnd()}");
        }

        return CommandLine.Done;
    }
}
