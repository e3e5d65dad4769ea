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
            await Go(number, site.Ground.Patient(), doctor.Id, start);
        }
        catch (Exception broken) when (broken is TimeoutException or InvalidOperationException or SandboxRefusedException)
        {
            lock (Wrong) Wrong.Add($"visit {number}: {broken.Message}");
        }
    }

    async Task Go(int number, BookingClient patient, Guid doctor, Instant start)
    {
        var hold = (await Ask(key => patient.Hold(new(doctor, start, AppointmentType.Standard), key))).Value;
        if (number % 6 == 5)
        {
            _ = (await Ask(key => patient.ReleaseHold(hold.Id, key))).Value;
            return;
        }

        var online = number % 6 is 1 or 3;
        var visit = (await Ask(key => patient.Book(new(hold.Id, online ? PaymentProvider.Stripe : PaymentProvider.Manual), key))).Value;
        await ledger.Write(visit.Id, Said.Booked);
        if (online)
            await PayOnPage(visit);
        else if (number % 6 != 4)
            await PayAtDesk(visit);
        if (number % 6 is 2 or 4)
            await Cancel(patient, visit.Id);
    }

    async Task PayAtDesk(AppointmentAnswer visit)
    {
        _ = (await Ask(key => site.Ground.Desk().PayManually(visit.Payment!.Id, new(visit.Due, ManualMethod.Cash, $"receipt {visit.Id}"), key))).Value;
        await ledger.Write(visit.Id, Said.Confirmed);
    }

    async Task PayOnPage(AppointmentAnswer visit)
    {
        for (var began = site.Tally.Now; site.Tally.Now - began < Patience; await Task.Delay(Pause))
        {
            if ((await Ask(_ => site.Ground.Desk().Payment(visit.Payment!.Id))).Value.CheckoutUrl is null || await Page(visit.Payment!.Id) is not { } page)
                continue;
            site.Sandbox.Controls.Pay(page);
            await ledger.Write(visit.Id, Said.Captured);
            return;
        }

        throw new TimeoutException("no page to pay on came");
    }

    /// <summary>The provider's id of the page, straight from the database, which may be away.</summary>
    async Task<string?> Page(Guid payment)
    {
        try
        {
            return await site.Ground.Page(payment);
        }
        catch (Npgsql.NpgsqlException)
        {
            return null;
        }
    }

    async Task Cancel(BookingClient patient, Guid visit)
    {
        await ledger.Write(visit, Said.MayBeCancelled);
        _ = (await Ask(key => patient.Cancel(visit, new("other plans"), key))).Value;
        await ledger.Write(visit, Said.Cancelled);
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
