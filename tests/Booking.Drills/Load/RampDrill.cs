using System.Globalization;
using System.Net;
using Booking.Contracts;

namespace Booking.Drills.Load;

/// <summary>Holds arrive faster and faster until a hundredth of them takes longer than 250 ms: what is the most that the machine carries?</summary>
static class RampDrill
{
    const double First = 100, Factor = 1.25, Limit = 250;
    const int Steps = 16, Connections = 2_000, Patients = 4_000;
    static readonly TimeSpan Warm = TimeSpan.FromSeconds(5), Length = TimeSpan.FromSeconds(3);

    sealed record Crowd(LoadGround Ground, IReadOnlyList<BookingClient> Patients)
    {
        int turn;

        public async Task Hold(LoadLog log, TimeSpan due)
        {
            var (doctor, start) = Ground.Clinic.Next();
            try
            {
                var answer = await Patients[Interlocked.Increment(ref turn) % Patients.Count].Hold(new(doctor, start, AppointmentType.Standard));
                log.Add("hold", due, answer.Problem?.Code);
                if (answer.Status != HttpStatusCode.Created && answer.Problem?.Code != "busy")
                    log.Wrong("hold", answer);
            }
            catch (Exception lost) when (lost is HttpRequestException or IOException or TaskCanceledException)
            {
                log.Add("hold", due, "lost");
                log.Wrong($"hold: {lost.Message}");
            }
        }
    }

    public static async Task<bool> Run(LoadOptions options)
    {
        Console.WriteLine($"""

            ## Ramp: holds of {Patients} patients with 40 doctors, {Length.TotalSeconds:0} s a step

            | holds a second | answered | p50 ms | p99 ms | most ms | cores used |
            | --: | --: | --: | --: | --: | --- |
            """);
        await using var ground = await LoadGround.Open(Patients);
        using var handler = LoadGround.Handler(Connections);
        var (random, crowd) = (new Random(options.Seed), new Crowd(ground, ground.Patients(Patients, handler)));
        var (rate, carried, wrong) = (options.Rate ?? First, 0.0, new List<string>());
        await Pace.Send(new(), random, rate, Warm, _ => crowd.Hold(new(), TimeSpan.Zero));
        for (var step = 0; step < Steps; step++, rate *= Factor)
        {
            // One bad step may be the machine's; two are the service's.
            if (!await Carries(crowd, random, rate, wrong) && !await Carries(crowd, random, rate, wrong))
                break;
            carried = rate;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"p99 of a hold stays within {Limit:0} ms up to {carried:0} holds a second."));
        return Verdict.Of(new(), [.. wrong, .. await new LoadLedger().Audit(ground.Drill)], 0) && carried > 0;
    }

    static async Task<bool> Carries(Crowd crowd, Random random, double rate, List<string> wrong)
    {
        var (log, before) = (new LoadLog(), crowd.Ground.Gauge.Cpu());
        await Pace.Send(log, random, rate, Length, due => crowd.Hold(log, due));
        var (all, used) = (log.All(), crowd.Ground.Gauge.Cpu().Since(before, log.Elapsed));
        var p99 = all.Milliseconds(0.99);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {rate:0} | {all.Count} | {all.Milliseconds(0.5):0.0} | {p99:0.0} | {all.Max.TotalMilliseconds:0} | {used} |"));
        wrong.AddRange(log.Examples);
        return p99 <= Limit;
    }
}
