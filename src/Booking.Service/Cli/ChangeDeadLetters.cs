using System.CommandLine;
using Booking.EventStore.Outbox;
using Booking.Service.Ops;

namespace Booking.Service.Cli;

/// <summary>Replays or discards one dead letter, those of a type or a group, or all.</summary>
static class ChangeDeadLetters
{
    delegate Task<(long Changed, long? Next)> Step(DeadLetterFilter filter, long after, CancellationToken ct);

    sealed record Change(string Name, string Verb, Func<DeadLetterGroups, Step> Many, Func<DeadLetters, Func<Guid, CancellationToken, Task<bool>>> One);

    sealed record Choice(Guid? Id, DeadLetterFilter Filter, bool DryRun, bool Yes);

    sealed record Changed(long Messages, bool DryRun);

    public static Command Command(
        string name, string description, string verb,
        Func<DeadLetterGroups, Func<DeadLetterFilter, long, CancellationToken, Task<(long Changed, long? Next)>>> many,
        Func<DeadLetters, Func<Guid, CancellationToken, Task<bool>>> one)
    {
        var change = new Change(name, verb, groups => new Step(many(groups)), one);
        var id = new Argument<Guid?>("id") { Description = "One message.", Arity = ArgumentArity.ZeroOrOne };
        id.Validators.Add(Options.RequireId);
        var (type, fingerprint, yes) = (DeadLettersCommand.Type(), DeadLettersCommand.Fingerprint(), Options.Yes());
        var all = new Option<bool>("--all") { Description = "Every dead letter." };
        var dryRun = Options.DryRun("Say how many there are and change nothing.");
        var command = new Explained(name, description, $"""
            Changes the outbox in batches of 500; the service may run, and its nodes look within a second. Ctrl-C ends after the batch; what is done stays done.

            Examples:
              booking dead-letters {name} 0193c9a2-...
              booking dead-letters {name} --type notify_party
              booking dead-letters {name} --all --yes
            """) { id, type, fingerprint, all, dryRun, yes };
        command.Validators.Add(parsed =>
        {
            bool[] said = [parsed.GetResult(id) is { Tokens.Count: > 0 }, Options.Said(parsed, type) || Options.Said(parsed, fingerprint), Options.Said(parsed, all)];
            if (said.Count(it => it) != 1)
            {
                parsed.AddError("Say which: an id, --type or --fingerprint, or --all.");
            }
        });
        command.SetAction((parsed, ct) => Run(
            change, new(parsed.GetValue(id), new(parsed.GetValue(type), parsed.GetValue(fingerprint)), parsed.GetValue(dryRun), parsed.GetValue(yes)), new(parsed), ct));
        return command;
    }

    static async Task<int> Run(Change change, Choice choice, Terminal terminal, CancellationToken ct)
    {
        await using var host = await CommandHost.Open(ct);
        return choice.Id is { } id ? await One(host, change, id, choice.DryRun, terminal, ct) : await Many(host, change, choice, terminal, ct);
    }

    static async Task<int> One(WebApplication host, Change change, Guid id, bool dryRun, Terminal terminal, CancellationToken ct)
    {
        var letters = host.Services.GetRequiredService<DeadLetters>();
        if (await letters.Find(id, ct) is not { } letter)
        {
            return terminal.Fail($"There is no dead letter {id}.");
        }

        if (!dryRun)
        {
            await host.Services.GetRequiredService<OperatorChanges>().Note($"dead-letters.{change.Name}", $"{letter.Type} {id}", ct);
            if (!await change.One(letters)(id, ct))
            {
                return terminal.Fail($"Dead letter {id} was dealt with by somebody else at this moment.");
            }
        }

        return Tell(change, 1, dryRun, terminal);
    }

    static async Task<int> Many(WebApplication host, Change change, Choice choice, Terminal terminal, CancellationToken ct)
    {
        var groups = host.Services.GetRequiredService<DeadLetterGroups>();
        var total = (await groups.List(choice.Filter, ct)).Sum(group => group.Count);
        if (choice.DryRun || total == 0)
        {
            return Tell(change, total, choice.DryRun, terminal);
        }

        if (!terminal.Confirm($"{total} messages: {change.Verb}?", choice.Yes))
        {
            return CommandLine.Failed;
        }

        var which = choice.Filter switch { { Type: null, Fingerprint: null } => "all", var some => $"{some.Type} {some.Fingerprint}".Trim() };
        await host.Services.GetRequiredService<OperatorChanges>().Note($"dead-letters.{change.Name}", which.Length > 200 ? which[..200] : which, ct);
        return Tell(change, await Steps(change.Many(groups), choice.Filter, total, terminal, ct), dryRun: false, terminal);
    }

    static async Task<long> Steps(Step step, DeadLetterFilter filter, long total, Terminal terminal, CancellationToken ct)
    {
        var done = 0L;
        using var progress = terminal.Progress("messages");
        for (long? after = 0; after is { } position;)
        {
            (var changed, after) = await step(filter, position, ct);
            done += changed;
            progress.Report(done, total);
        }

        return done;
    }

    static int Tell(Change change, long messages, bool dryRun, Terminal terminal)
    {
        terminal.Say(dryRun ? $"{messages} messages would be meant ({change.Verb}); nothing was changed." : $"{messages} messages: {change.Verb}, done.");
        terminal.Answer(new Changed(messages, dryRun));
        return CommandLine.Done;
    }
}
