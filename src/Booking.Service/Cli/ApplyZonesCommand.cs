using System.CommandLine;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.TimeZones;
using NodaTime;
using Npgsql;

namespace Booking.Service.Cli;

/// <summary>Brings all doctors under the time zone rules that this program is set to, as <c>POST /ops/time-zones/apply</c> does.</summary>
static class ApplyZonesCommand
{
    public static Command Create()
    {
        var force = new Option<bool>("--force") { Description = "Also go back to older rules. Every node must be set to them before." };
        var apply = new Command("apply", "Computes starts anew and moves visits to the wall time that they were promised. Exit code 1 when doctors are left.") { force };
        apply.SetAction((parsed, ct) => Run(parsed.GetValue(force), parsed.InvocationConfiguration.Output, ct));
        return new Command("zones", "Time zone rules.") { apply };
    }

    static async Task<int> Run(bool force, TextWriter output, CancellationToken ct)
    {
        await using var host = CommandHost.Build(masterKeys: true);
        await host.Services.GetRequiredService<Schema>().Demand(ct);
        await host.Services.GetRequiredService<DatabaseClock>().Synchronize(ct);
        var dataSource = host.Services.GetRequiredService<NpgsqlDataSource>();
        var apply = ActivatorUtilities.CreateInstance<ApplyTimeZones>(host.Services, ActivatorUtilities.CreateInstance<JudgeDoctor>(host.Services));
        var context = CommandContext.BySystem(host.Services.GetRequiredService<IClock>().GetCurrentInstant(), "zones apply");
        if (await OrderTimeZones.Apply(apply, dataSource, force, context, ct) is not { } applied)
        {
            await output.WriteLineAsync("A node applies time zone rules at this moment.");
            return CommandLine.Failed;
        }

        await output.WriteLineAsync(Words(applied));
        return applied.Behind + applied.Ahead == 0 ? CommandLine.Done : CommandLine.Failed;
    }

    static string Words(AppliedTimeZones applied)
    {
        var did = applied.Run is { } run
            ? $"{run.From} to {run.To}: {run.Doctors} doctors, {run.SlotsChanged} slots changed, {run.VisitsMoved} visits moved, {run.Conflicts} conflicts"
            : $"{applied.Running}: nothing to do";
        return applied switch
        {
            { Behind: > 0 } => $"{did}; {applied.Behind} doctors are left",
            { Ahead: > 0 } => $"{did}; {applied.Ahead} doctors stand by newer rules, which --force would take back",
            _ => did,
        };
    }
}
