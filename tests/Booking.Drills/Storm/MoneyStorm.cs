using Booking.EventStore;
using NodaTime;

namespace Booking.Drills.Storm;

/// <summary>
/// Many visits whose money goes through everything that can happen to it, while providers, network and clock misbehave; then calm, and
/// time for the service to put it all in order. <see cref="StormAudit"/> says whether it did.
/// </summary>
sealed class MoneyStorm(DrillGround ground, StormPlan plan, Action<string> say)
{
    const int Together = 10, FaultsForTen = 12, GiveBackBeforeEnd = 3;
    static readonly TimeSpan BreathOfAVisit = TimeSpan.FromMilliseconds(100), Calm = TimeSpan.FromSeconds(20), Look = TimeSpan.FromMilliseconds(200);

    static readonly Duration[] Steps =
    [
        Duration.FromMinutes(2), Duration.FromMinutes(5), Duration.FromMinutes(15), Duration.FromMinutes(40), Duration.FromHours(2), Duration.FromHours(20),
        .. Enumerable.Repeat(Duration.FromHours(25), 4),
    ];

    const string Due = "select count(*) from outbox where sent_at is null and dead_at is null and coalesce(retry_at, deliver_at) <= $1";

    readonly Random random = new(plan.Seed);
    readonly List<StormVisit> visits = [];
    StormClinic? clinic;
    TimeSpan breath;

    /// <summary>All of them, those that came for the time of another included.</summary>
    public IEnumerable<StormVisit> Visits => visits.Concat(visits.Select(v => v.Successor).OfType<StormVisit>());

    /// <summary>Still fair weather: the doctors and their accounts.</summary>
    public async Task Gather() => clinic = await StormClinic.Open(ground, plan);

    /// <param name="round">How many visits are under way at once.</param>
    public async Task Rage(int round)
    {
        breath = BreathOfAVisit * round;
        var weather = new StormWeather(ground.Providers, random);
        var rounds = plan.Cases.Chunk(round).ToList();
        for (var number = 0; number < rounds.Count; number++)
        {
            say($"Round {number + 1} of {rounds.Count}: {weather.Turn(FaultsForTen * round / 10)}");
            var batch = rounds[number].Select(one => new StormVisit(ground, clinic!, one)).ToList();
            visits.AddRange(batch);
            await All(batch, v => v.Book());
            await All(batch, v => v.First());
            await Settle(breath);
            // Once the clock goes back, as when it was set wrong and is mended.
            await ground.PassTime(number == rounds.Count / 2 ? -Duration.FromMinutes(20) : Duration.FromMinutes(random.Next(1, 6)));
            foreach (var lost in batch.Where(v => v.Case.Story == Story.RefundAnswerLost))
                weather.LoseRefundAnswers(lost.Case.Provider);
            await All(batch, v => v.Second());
            await Settle(breath);
            await ground.PassTime(Duration.FromMinutes(60));
            await Settle(breath);
            await ground.PassTime(Duration.FromMinutes(35));
            await Settle(breath);
            await All(batch, v => v.Third());
            weather.Clear();
            visits.ForEach(v => v.EndRefunds());
        }
    }

    /// <summary>Five days without faults.</summary>
    /// <param name="reconcile">One round of asking the providers about what is due; how many payments it was.</param>
    public async Task Abate(Func<Task<int>> reconcile)
    {
        new StormWeather(ground.Providers, random).Clear();
        for (var step = 0; step < Steps.Length; step++)
        {
            await ground.PassTime(Steps[step]);
            await Settle(Calm);
            for (var asked = 1; asked > 0;)
                asked = await reconcile();
            if (step == Steps.Length - GiveBackBeforeEnd)
                await GiveBackAgain();
            if (step < Steps.Length - 1)
                visits.ForEach(v => v.EndRefunds());
        }

        await Settle(Calm);
    }

    /// <summary>What waits in the outbox and is due is delivered, or the patience is over.</summary>
    async Task Settle(TimeSpan patience)
    {
        await ground.Providers.Settled().WaitAsync(patience).ContinueWith(static _ => { }, TaskScheduler.Default);
        for (var began = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(began) < patience; await Task.Delay(Look))
            if ((await ground.Query(Due, row => row.GetInt64(0), Pg.At(ground.Providers.Now)))[0] == 0)
                return;
    }

    async Task GiveBackAgain()
    {
        clinic!.RefundsStayPending(ground, on: false);
        await All(visits.Where(v => v.Case.Story == Story.RefundFailsAndIsMadeAgain), v => v.RefundAgain());
        await Settle(Calm);
    }

    static Task All(IEnumerable<StormVisit> batch, Func<StormVisit, Task> act) => Parallel.ForEachAsync(
        batch, new ParallelOptions { MaxDegreeOfParallelism = Together }, async (visit, _) =>
        {
            if (visit.Accepted is not null || visit.NotDone.Count == 0)
                await act(visit);
        });
}
