using System.Globalization;
using System.Net;
using Booking.Contracts;
using NodaTime;

namespace Booking.Drills.Load;

/// <summary>A thousand people want the same at the same moment: each slot goes to one, and the others are told so soon.</summary>
static class HerdDrill
{
    const int Clients = 1_000, Rounds = 3, Slots = 100, FirstOfMany = 500;
    const double Limit = 2_000;

    public static async Task<bool> Run(LoadOptions options)
    {
        var clients = options.Users ?? Clients;
        Console.WriteLine($"""

            ## Herd: {clients} clients at once, each on a connection that is already open

            | what they want | got it | refused | p50 ms | p99 ms | most ms | cores used |
            | --- | --: | --- | --: | --: | --: | --- |
            """);
        await using var ground = await LoadGround.Open(clients);
        BookingClient[] herd = [.. Enumerable.Range(0, clients).Select(_ => ground.Patient())];
        List<string> wrong = [];
        for (var round = 0; round < Rounds; round++)
            await Stampede(ground, herd, "one slot", [ground.Clinic.Start(round)], wrong);
        await Stampede(ground, herd, $"{Slots} slots of a doctor", [.. Enumerable.Range(FirstOfMany, Slots).Select(ground.Clinic.Start)], wrong);
        wrong.AddRange(await new LoadLedger().Audit(ground.Drill));
        Array.ForEach(herd, client => client.Http.Dispose());
        return Verdict.Of(new(), wrong, 0);
    }

    static async Task Stampede(LoadGround ground, BookingClient[] herd, string what, Instant[] starts, List<string> wrong)
    {
        await Task.WhenAll(herd.Select(client => client.Availability(ground.Clinic.Doctors[0], new(ground.Clinic.Today, ground.Clinic.Today))));
        var (log, before) = (new LoadLog(), ground.Gauge.Cpu());
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = Task.WhenAll(herd.Select((client, at) => Hold(client, ground.Clinic.Doctors[0], starts[at % starts.Length], gate.Task, log)));
        var due = log.Elapsed;
        gate.SetResult();
        var answers = await all;
        var (took, refused) = (new Histogram(), new SortedDictionary<string, int>(StringComparer.Ordinal));
        foreach (var (at, _, code) in answers)
        {
            took.Add(at - due);
            if (code.Length > 0)
                refused[code] = refused.GetValueOrDefault(code) + 1;
        }

        var won = answers.Where(a => a.Code.Length == 0).GroupBy(a => a.Start).ToDictionary(g => g.Key, g => g.Count());
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {what} | {won.Values.Sum()} | {string.Join(", ", refused.Select(r => $"{r.Value} {r.Key}"))} | {took.Milliseconds(0.5):0} | {took.Milliseconds(0.99):0} | {took.Max.TotalMilliseconds:0} | {ground.Gauge.Cpu().Since(before, log.Elapsed - due)} |"));
        if (won.Count != starts.Length || won.Values.Any(times => times != 1))
            wrong.Add($"{what}: {won.Count} of {starts.Length} slots were sold, one of them {won.Values.DefaultIfEmpty(0).Max()} times");
        if (took.Max.TotalMilliseconds > Limit)
            wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: the last answer came after {took.Max.TotalMilliseconds:0} ms"));
        wrong.AddRange(log.Examples.Select(error => $"{what}: {error}"));
    }

    /// <returns>When it was answered, and with which code; none when it was granted.</returns>
    static async Task<(TimeSpan At, Instant Start, string Code)> Hold(BookingClient client, Guid doctor, Instant start, Task gate, LoadLog log)
    {
        await gate;
        try
        {
            var answer = await client.Hold(new(doctor, start, AppointmentType.Standard));
            if (answer.Status is not (HttpStatusCode.Created or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests))
                log.Wrong("hold", answer);
            return (log.Elapsed, start, answer.Status == HttpStatusCode.Created ? "" : answer.Problem?.Code ?? answer.Status.ToString());
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or TaskCanceledException)
        {
            log.Wrong($"hold: {lost.Message}");
            return (log.Elapsed, start, "lost");
        }
    }
}
