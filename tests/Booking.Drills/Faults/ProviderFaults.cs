using Booking.Contracts;
using Payments.Sandbox;

namespace Booking.Drills.Faults;

/// <summary>A payment provider that is away, slow or lies.</summary>
static class ProviderFaults
{
    const int Enough = 100_000;

    public static readonly IReadOnlyList<Fault> All =
    [
        new("provider-down", "booking goes on and pages come later; nothing is charged twice", Down),
        new("provider-slow", "answers after 30 s: no request of a patient waits for them", Slow),
        new("provider-lying", "halves of answers, error pages with 200, other amounts: what does not fit is told to people, never paid", Lying),
    ];

    static async Task<string> Down(FaultRun run)
    {
        Fault(run, FaultKind.DropRequest);
        await run.Wait(13);
        run.Site.Sandbox.Controls.ClearFaults();
        Fault(run, FaultKind.Status502);
        await run.Wait(12);
        return Clear(run, "connections dropped for 13 s, 502 for 12 s");
    }

    static async Task<string> Slow(FaultRun run)
    {
        Fault(run, FaultKind.Delay, TimeSpan.FromSeconds(30));
        await run.Wait(25);
        var text = Clear(run, "each answer after 30 s for 25 s");
        run.Check(run.Site.Tally.Slowest() < TimeSpan.FromSeconds(5), $"a request took {Tally.Seconds(run.Site.Tally.Slowest())} s");
        return text;
    }

    static async Task<string> Lying(FaultRun run)
    {
        var (patient, wrong) = (run.Site.Ground.Patient(), new List<Guid>());
        for (var number = 0; number < 4; number++)
        {
            var start = run.Site.Base.Today.PlusDays(2).AtMidnight().InUtc().ToInstant() + NodaTime.Duration.FromHours(number);
            var hold = (await run.Load.Ask(key => patient.Hold(new(run.Site.Base.Of[0].Id, start, AppointmentType.Standard), key))).Value;
            var visit = (await run.Load.Ask(key => patient.Book(new(hold.Id, PaymentProvider.Stripe), key))).Value;
            if (await run.Site.Ground.Page(visit.Payment!.Id) is { } page)
            {
                run.Site.Sandbox.Controls.PayWrong(page, new(number % 2 == 0 ? 1 : 20_001, "USD"));
                wrong.Add(visit.Id);
            }
        }

        Fault(run, FaultKind.Unreadable2xx);
        await run.Wait(20);
        var text = Clear(run, "every answer cut in half for 20 s");
        await run.Wait(6);
        foreach (var visit in wrong)
            run.Check((await run.Site.Ground.Insist(_ => run.Site.Ground.Desk().Appointment(visit))).Value.Status == AppointmentStatus.PendingPayment, $"visit {visit} was paid with another amount and is no longer pending");
        run.Load.AlsoAsked(wrong.Count);
        return $"{text}; {wrong.Count} payments of another amount";
    }

    static void Fault(FaultRun run, FaultKind kind, TimeSpan? wait = null) =>
        run.Site.Sandbox.Controls.Fault(PaymentProvider.Stripe, SandboxOperation.Any, kind, Enough, wait);

    static string Clear(FaultRun run, string done)
    {
        run.Site.Sandbox.Controls.ClearFaults();
        run.Site.Tally.Over();
        return done;
    }
}
