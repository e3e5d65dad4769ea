using System.CommandLine;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Ops;
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
        var apply = new Explained("apply", "Computes starts anew and moves visits to the wall time that they were promised. Exit code 1 when doctors are left.", """
            Changes schedules and visits, a doctor a transaction; the service may run. An order comes to 2,000 doctors; another goes on.

            Example:
              booking zones apply
            """) { force };
        apply.SetAction((parsed, ct) => Run(parsed.GetValue(force), new(parsed), ct));
        return new Command("zones", "Time zone rules.") { apply };
    }

    static async Task<int> Run(bool force, Terminal terminal, CancellationToken ct)
    {
        await using var host = await CommandHost.Open(ct, masterKeys: true);
        var dataSource = host.Services.GetRequiredService<NpgsqlDataSource>();
        var apply = ActivatorUtilities.CreateInstance<ApplyTimeZones>(host.Services, ActivatorUtilities.CreateInstance<JudgeDoctor>(host.Services));
        var context = CommandContext.BySystem(host.Services.GetRequiredService<IClock>().GetCurrentInstant(), "zones apply");
        if (await OrderTimeZones.Apply(apply, dataSource, force, context, ct) is not { } applied)
        {
            return terminal.Fail("A node applies time zone rules at this moment.");
        }

        await host.Services.GetRequiredService<OperatorChanges>().Note("zones.apply", applied.Run is { } run ? $"{run.From} to {run.To}" : "nothing to do", ct);
        terminal.Answer(applied);
        terminal.Say(Words(applied));
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
