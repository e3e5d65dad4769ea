using System.Globalization;
using System.Text;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Tests;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using Payments.Sandbox;

namespace Booking.Drills.Recovery;

/// <summary>An answer that somebody relies on.</summary>
sealed record Accepted(Instant At, Guid Visit);

/// <summary>Patients who book at the desk, half of them through a payment provider; every answer is written down outside before the next request.</summary>
sealed class RecoveryLoad(DrillGround ground, RecoveryPlace place, Random random)
{
    const int AtOnce = 4, CancelsEvery = 5;
    static readonly Duration Slot = Duration.FromMinutes(30);

    readonly List<Accepted> accepted = [];
    readonly Lock gate = new();
    Guid manual, stripe;
    Instant first;
    int next;

    public IReadOnlyList<Accepted> Accepted
    {
        get { lock (gate) return [.. accepted]; }
    }

    /// <summary>Pages that were opened and not paid at yet.</summary>
    public string? Unpaid { get; private set; }

    public async Task Open()
    {
        (manual, stripe) = (await Doctor("Cash"), await Doctor("Card"));
        first = (await ground.Ops().Clock()).Value.Now.InUtc().Date.PlusDays(7).AtMidnight().InUtc().ToInstant();
        var gateway = (await ground.Ops().SetGateway(stripe, new StripeGatewayRequest(GatewayMode.Test, "USD", "sk_test_recovery", ["whsec_recovery"]))).Value;
        ground.Providers.AddAccount(new StripeMerchant("recovery", "sk_test_recovery", ["whsec_recovery"], new Uri(ground.Address, gateway.WebhookPath)));
    }

    /// <summary>Books until so many were accepted, or until the service is gone.</summary>
    public Task Run(int visits, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
    {
        while (!stop.IsCancellationRequested && Interlocked.Increment(ref next) is var number && number <= visits)
        {
            try
            {
                await Book(number).WaitAsync(stop);
            }
            catch (Exception gone) when (gone is OperationCanceledException or TimeoutException or HttpRequestException or IOException or InvalidOperationException or NpgsqlException)
            {
                // Without an answer nobody relies on anything.
            }
        }
    }));

    async Task Book(int number)
    {
        var (desk, byCard) = (ground.Desk(), number % 2 == 0);
        var start = first + (Slot * (number / 2));
        var hold = await ground.Insist(key => desk.Hold(new(byCard ? stripe : manual, start, AppointmentType.Standard), key));
        var patient = new NewPatient($"Patient {number}", $"patient{number}@recovery.test", "+971501234567", "Asia/Dubai");
        var visit = (await ground.Insist(key => desk.Book(new(hold.Value.Id, byCard ? PaymentProvider.Stripe : PaymentProvider.Manual, Patient: patient), key))).Value;
        Note(visit.Id);
        if (byCard)
            await Pay(visit);
        else
            _ = (await ground.Insist(key => desk.PayManually(visit.Payment!.Id, new(visit.Due, ManualMethod.Cash, $"receipt {number}"), key))).Value;
        if (number % CancelsEvery == 0)
            _ = (await ground.Insist(key => desk.Cancel(visit.Id, new("Changed my mind"), idempotencyKey: key))).Value;
    }

    async Task Pay(AppointmentAnswer visit)
    {
        if (await ground.Page(visit.Payment!.Id) is not { } page)
            return;
        if (random.Next(4) == 0)
            Unpaid = page; // They look for their card; perhaps until after the disaster.
        else
            ground.Providers.Pay(page);
    }

    void Note(Guid visit)
    {
        var now = RecoveryPlace.Now;
        lock (gate)
        {
            using var file = new FileStream(place.Apart("accepted"), FileMode.Append, FileAccess.Write);
            file.Write(Encoding.ASCII.GetBytes($"{InstantPattern.ExtendedIso.Format(now)} {visit}\n"));
            file.Flush(flushToDisk: true);
            accepted.Add(new(now, visit));
        }
    }

    Task<Guid> Doctor(string name) => DrillDoctors.Register(ground.Desk(), ground.Ops(), $"Recovery {name}", horizonDays: 60);
}
