using System.CommandLine;
using Booking.EventStore;
using Booking.EventStore.Rebuilding;
using Booking.Service.Ops;
using Npgsql;

namespace Booking.Service.Cli;

/// <summary>Makes a projection anew from the log while the service runs, and tells how the last time went.</summary>
static class RebuildCommand
{
    enum Act
    {
        Run,
        Status,
        Cancel,
        Discard,
    }

    sealed record Done(string Projection, bool Changed);

    public static Command Create()
    {
        var name = new Argument<string?>("name") { Description = "The projection; without it, all are listed.", Arity = ArgumentArity.ZeroOrOne };
        Option<bool>[] acts =
        [
            new("--status") { Description = "How the last rebuild of it stands." },
            new("--cancel") { Description = "End the rebuild that is under way, wherever it runs; the live tables stay as they are." },
            new("--discard") { Description = "Drop the tables that the last rebuild replaced." },
        ];
        var command = new Explained("rebuild", "Makes a projection anew from the log, compares it row by row with the live one, and puts it in its place.", """
            The service runs meanwhile: readers and writers go on. The tables that are replaced are kept until --discard. A rebuild that was stopped, by Ctrl-C or
            otherwise, left the live tables as they were; begun again it goes on. Exit code 1 when it failed, was cancelled, or another is at work.

            Examples:
              booking rebuild
              booking rebuild directory
              booking rebuild directory --discard
            """) { name };
        Array.ForEach(acts, command.Add);
        command.Validators.Add(parsed =>
        {
            var chosen = acts.Count(act => Options.Said(parsed, act));
            if (chosen > 1 || (chosen == 1 && parsed.GetResult(name) is not { Tokens.Count: 1 }))
            {
                parsed.AddError("Say the name of a projection, and one of --status, --cancel and --discard.");
            }
        });
        command.SetAction((parsed, ct) => Run(new(parsed), parsed.GetValue(name), (Act)(Array.FindIndex(acts, act => parsed.GetValue(act)) + 1), ct));
        return command;
    }

    static async Task<int> Run(Terminal terminal, string? name, Act act, CancellationToken ct)
    {
        await using var host = await CommandHost.Open(ct);
        var model = host.Services.GetRequiredService<StoreModel>();
        var rebuilds = new ProjectionRebuilds(host.Services.GetRequiredService<NpgsqlDataSource>(), model);
        if (name is null)
        {
            return await RebuildTables.List(terminal, rebuilds, model, ct);
        }

        if (!rebuilds.Knows(name))
        {
            terminal.Fail($"There is no projection {name}. There are: {string.Join(", ", model.Projections.Select(p => p.Name))}.");
            return CommandLine.Refused;
        }

        return act switch
        {
            Act.Status => RebuildTables.Status(terminal, name, await rebuilds.Status(name, ct)),
            Act.Cancel => Tell(terminal, name, await Noted("cancel", await rebuilds.Cancel(name, ct)), "is cancelled", "has no rebuild under way"),
            Act.Discard => Tell(terminal, name, await Noted("drop", await rebuilds.Discard(name, ct)), "has no tables of before any more", "has no tables of before"),
            _ => await Rebuild(terminal, rebuilds, name, () => Noted("rebuild", changed: true), ct),
        };

        async Task<bool> Noted(string what, bool changed)
        {
            if (changed)
                await host.Services.GetRequiredService<OperatorChanges>().Note($"projections.{what}", name, ct);
            return changed;
        }
    }

    static async Task<int> Rebuild(Terminal terminal, ProjectionRebuilds rebuilds, string name, Func<Task> begun, CancellationToken ct)
    {
        try
        {
            await using var rebuild = await rebuilds.Begin(name, OperatorChanges.Operator, ct);
            if (rebuild is null)
            {
                return terminal.Fail($"A rebuild of {name} is at work; --status says how far it is.");
            }

            await begun();
            using var progress = terminal.Progress("events");
            return RebuildTables.Status(terminal, name, await rebuild.Run(new Reporter(progress), ct));
        }
        catch (RebuildFailedException failed)
        {
            return terminal.Fail(failed.Message);
        }
        catch (OperationCanceledException)
        {
            terminal.Fail($"Stopped. The live tables of {name} are as they were; the same command goes on.");
            return CommandLine.Stopped;
        }
    }

    static int Tell(Terminal terminal, string name, bool changed, string done, string already)
    {
        terminal.Answer(new Done(name, changed));
        terminal.Say($"{name} {(changed ? done : already)}.");
        return CommandLine.Done;
    }

    // Told on the thread that rebuilds, in order; the framework's own would post each to another.
    sealed class Reporter(Progress progress) : IProgress<RebuildStatus>
    {
        public void Report(RebuildStatus value) => progress.Report(value.Done, value.Total);
    }
}
