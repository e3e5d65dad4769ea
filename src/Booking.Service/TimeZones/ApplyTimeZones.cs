using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Hosting;
using NodaTime;
using Npgsql;

namespace Booking.Service.TimeZones;

/// <summary>
/// Brings every doctor whose starts or visits were judged by other time zone rules under those of this process: by itself when its rules are
/// newer, by order of ops also when they are older. One node does it at a time, a doctor a transaction.
/// </summary>
public sealed class ApplyTimeZones(StreamStore store, JudgeDoctor judge, IClock clock, ILogger<ApplyTimeZones> log) : BackgroundService
{
    const long LockKey = 0x626F6F6B_00000390;
    const int Batch = 200;

    /// <summary>How many doctors one order comes to; what is left is told, and another order goes on.</summary>
    const int MostByOrder = 2_000;

    // A visit may be behind its doctor's schedule: a node with older rules booked it after newer ones had been applied.
    const string Behind = """
        select doctor_id from calendars
         where (tzdb collate "C" < $1 or ($2 and tzdb collate "C" > $1)) and ($4 or tzdb_left is null or tzdb_left collate "C" < $1) and doctor_id > $5
        union
        select doctor_id from promised_times
         where live and starts_at > $3 and judged_by < $1 and doctor_id > $5
           and exists (select from calendars c where c.doctor_id = promised_times.doctor_id and c.tzdb collate "C" <= $1
                                                 and ($4 or c.tzdb_left is null or c.tzdb_left collate "C" < $1))
         order by doctor_id limit $6
        """;

    static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <param name="Forced">Older rules may take the place of newer ones.</param>
    /// <param name="Ordered">Somebody wants it: what ops went back from is no obstacle.</param>
    public sealed record Order(bool Forced, bool Ordered, int Most);

    /// <param name="Run">Its id, when any doctor was done.</param>
    /// <param name="Failed">Doctors that could not be done now.</param>
    public sealed record Outcome(TimeZoneRunId? Run, int Done, int Failed);

    /// <summary>What ops order, whatever they went back from before.</summary>
    public static Order ByOps(bool force) => new(force, Ordered: true, MostByOrder);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        log.LogInformation("Time zone rules are {Tzdb}", Zones.TzdbVersion);
        return Periodically.Run(Pause, "Applying time zone rules", log, ByItself, stoppingToken, atOnce: true);
    }

    /// <summary>What a node does unasked: forward, never back, and not where ops went back from.</summary>
    public async Task ByItself(CancellationToken ct)
    {
        var context = CommandContext.BySystem(clock.GetCurrentInstant(), "time-zones");
        var outcome = await Run(new(Forced: false, Ordered: false, int.MaxValue), context, ct);
        if (outcome is { Done: > 0 } or { Failed: > 0 })
        {
            log.LogInformation("Time zone rules {Tzdb} applied to {Doctors} doctors, {Failed} failed", Zones.TzdbVersion, outcome.Done, outcome.Failed);
        }

        if (await TimeZoneReport.Ahead(store.DataSource, ct) is > 0 and var ahead)
        {
            log.LogWarning("{Doctors} doctors stand by newer time zone rules than {Tzdb}; they are left alone", ahead, Zones.TzdbVersion);
        }
    }

    /// <returns>Null when another node is at it.</returns>
    public async Task<Outcome?> Run(Order order, CommandContext context, CancellationToken ct)
    {
        await using var turn = await Sole.Try(store.DataSource, LockKey, ct);
        if (turn is null)
        {
            return null;
        }

        var (run, rules, done, failed, last) = (TimeZoneRunId.New(), Zones.Rules, 0, 0, default(DoctorId));
        while (done + failed < order.Most && await Next(order, rules, context.Now, last, ct) is [.., var end] doctors)
        {
            foreach (var doctor in doctors)
            {
                var ok = await Try(new(run, doctor, rules, order.Forced), context with { Now = clock.GetCurrentInstant() }, ct);
                (done, failed) = ok ? (done + 1, failed) : (done, failed + 1);
            }

            last = end;
        }

        return new(done > 0 ? run : null, done, failed);
    }

    /// <summary>One doctor that cannot be done must not keep the others from it; the next turn tries again.</summary>
    async Task<bool> Try(JudgeDoctor.Command command, CommandContext context, CancellationToken ct)
    {
        try
        {
            if (await judge.Run(command, context, ct) is not { } refusal)
            {
                return true;
            }

            log.LogWarning("Time zone rules {Tzdb} could not be applied to doctor {Doctor}: {Code}", command.Rules.Version, command.Doctor, refusal.Code);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "Time zone rules {Tzdb} could not be applied to doctor {Doctor}", command.Rules.Version, command.Doctor);
        }

        return false;
    }

    async Task<List<DoctorId>> Next(Order order, TimeZoneRules rules, Instant now, DoctorId after, CancellationToken ct)
    {
        await using var command = store.DataSource.CreateCommand(Behind).With(
            Pg.Text(rules.Version), Pg.Bool(order.Forced), Pg.At(now), Pg.Bool(order.Ordered), Pg.Uuid(after.Value), Pg.Int(Math.Min(Batch, order.Most)));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<DoctorId> doctors = [];
        while (await row.ReadAsync(ct))
        {
            doctors.Add(new(row.GetGuid(0)));
        }

        return doctors;
    }
}
