using System.Net;
using Booking.Contracts;
using NodaTime;
using Payments.Sandbox;

namespace Booking.Drills.Faults;

/// <summary>
/// Visits that come at a constant rate, whatever the service does: held, booked, paid at the desk or on the provider's page, cancelled.
/// Each request has a key and is sent again under it until it is answered, as a careful client does.
/// </summary>
sealed class Load(Site site, Ledger ledger, int perSecond) : IAsyncDisposable
{
    const int FirstDay = 4, SlotsOfADay = 48;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(100), Pause = TimeSpan.FromMilliseconds(250), Probe = TimeSpan.FromMilliseconds(250);
    static readonly Duration Slot = Duration.FromMinutes(30);

    readonly CancellationTokenSource stop = new();
    readonly List<Task> visits = [];
    Task arriving = Task.CompletedTask, probing = Task.CompletedTask;
    int next, also, lateProbes;

    /// <summary>What a client met that no client should: refusals that do not fit, no answer for a minute and more.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>Visits that were asked for.</summary>
    public int Asked => next + also;

    /// <summary>The fault itself has asked for visits.</summary>
    public void AlsoAsked(int visits) => also += visits;

    /// <summary>The longest that <c>/health/live</c> of a node that was running took.</summary>
    public TimeSpan SlowestProbe { get; private set; }

    /// <summary>Probes of <c>/health/live</c> that were not answered with 200 by a node that was running.</summary>
    public int FailedProbes => lateProbes;

    /// <summary>False while nodes stand still on purpose.</summary>
    public bool Probes { get; set; } = true;

    public void Start()
    {
        arriving = Arrive();
        probing = Watch();
    }

    /// <summary>No more visits come; those that are under way come to their end.</summary>
    public async Task Stop()
    {
        await stop.CancelAsync();
        await Task.WhenAll(arriving, probing);
        await Task.WhenAll(visits);
    }

    async Task Arrive()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
        while (!stop.IsCancellationRequested)
        {
            visits.Add(Visit(next++));
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    async Task Watch()
    {
        while (!stop.IsCancellationRequested)
        {
            foreach (var node in Probes ? site.Nodes : [])
            {
                var began = site.Tally.Now;
                if (await site.Health(node, "live") == 200 || !site.Nodes.Contains(node))
                    SlowestProbe = TimeSpan.FromTicks(Math.Max(SlowestProbe.Ticks, (site.Tally.Now - began).Ticks));
                else
                    lateProbes++;
            }

            await Task.Delay(Probe);
        }
    }

    async Task Visit(int number)
    {
        try
        {
            var doctor = site.Base.Of[number % site.Base.Of.Count];
            var slot = number / site.Base.Of.Count;
            var start = site.Base.Today.PlusDays(FirstDay + (slot / SlotsOfADay)).AtMidnight().InUtc().ToInstant() + (Slot * (slot % SlotsOfADay));
            await new LoadVisit(site, this, ledger, site.Ground.Patient()).Run(number, doctor.Id, start);
        }
        catch (Exception broken) when (broken is TimeoutException or InvalidOperationException or SandboxRefusedException)
        {
            lock (Wrong) Wrong.Add($"visit {number}: {broken.Message}");
        }
    }

    /// <summary>Sends a request until it is answered, under one key.</summary>
    /// <exception cref="TimeoutException">There was no answer in 100 s.</exception>
    public async Task<Answer<T>> Ask<T>(Func<string, Task<Answer<T>>> send)
    {
        var (key, first) = (Guid.NewGuid().ToString(), site.Tally.Now);
        for (Answer<T>? answer = null; site.Tally.Now - first < Patience; await Task.Delay(Pause))
        {
            var began = site.Tally.Now;
            try
            {
                answer = await send(key);
            }
            catch (Exception lost) when (lost is HttpRequestException or IOException or TaskCanceledException)
            {
                // Perhaps it was done and perhaps not; the key tells the service.
                answer = null;
            }

            site.Tally.Note(began, answer);
            if (answer is { Status: < HttpStatusCode.InternalServerError and not HttpStatusCode.TooManyRequests } && answer.Problem?.Code != "busy")
                return answer;
        }

        throw new TimeoutException("the service did not answer for 100 s");
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        stop.Dispose();
    }
}
