using System.Security.Cryptography;
using System.Text;
using Booking.Contracts;
using NodaTime;
using Payments.Sandbox;

namespace Booking.Bench.Http;

/// <summary>Visits that wait for their money at a sandbox of Stripe, and what Stripe says when it comes.</summary>
sealed class Payers
{
    const int SlotMinutes = 15, Together = 8;
    const string Key = "sk_test_bench0000000000000000", Secret = "whsec_bench0000000000000000";

    readonly SandboxControls _stripe;

    Payers(SandboxControls stripe, string path, IReadOnlyList<AppointmentAnswer> visits) => (_stripe, Path, Visits) = (stripe, path, visits);

    /// <summary>Where notifications go, below the service's address.</summary>
    public string Path { get; }

    public IReadOnlyList<AppointmentAnswer> Visits { get; }

    /// <summary>One doctor with an account, and visits with a page each. Nothing that the sandbox would send is sent.</summary>
    public static async Task<Payers> Open(Uri service, Sandbox sandbox, int visits, Instant now)
    {
        var clinic = await Clinic.Open(service, doctors: 1, SlotMinutes, days: 1 + (visits * SlotMinutes / 60 / 24), now);
        using var http = new HttpClient { BaseAddress = service };
        http.DefaultRequestHeaders.Authorization = new("Bearer", clinic.Token);
        var client = new BookingClient(http);
        var gateway = (await client.SetGateway(clinic.Doctors[0], new StripeGatewayRequest(GatewayMode.Test, "USD", Key, [Secret]))).Value;
        sandbox.Controls.SetClock(now);
        sandbox.Controls.WithholdWebhooks();
        sandbox.Controls.AddAccount(new StripeMerchant("bench", Key, [Secret], new(service, gateway.WebhookPath)));
        var booked = new AppointmentAnswer[visits];
        await Parallel.ForAsync(0, visits, new ParallelOptions { MaxDegreeOfParallelism = Together }, async (at, ct) =>
        {
            var hold = (await client.Hold(new(clinic.Doctors[0], clinic.Start(at), AppointmentType.Standard), ct: ct)).Value;
            var patient = new NewPatient($"Bench {at}", $"{Guid.NewGuid():n}@bench.test", "+97145550100", "UTC");
            booked[at] = (await client.Book(new(hold.Id, PaymentProvider.Stripe, Patient: patient), ct: ct)).Value;
        });
        return new(sandbox.Controls, gateway.WebhookPath!, booked);
    }

    /// <summary>Every visit's payer pays now; what Stripe says of it, in the order of the visits, as it would be sent.</summary>
    public IReadOnlyList<byte[]> Pay()
    {
        var said = new byte[Visits.Count][];
        for (var at = 0; at < said.Length; at++)
        {
            var session = Visits[at].Payment!.CheckoutUrl!.Split('/')[^1];
            _stripe.Pay(session);
            said[at] = Signed(_stripe.Deliveries.Last(d => d.Type == "checkout.session.completed").Body);
        }

        return said;
    }

    /// <summary>Distinct events about open pages, as Stripe says them of an attempt that failed.</summary>
    public byte[][] Events(int count)
    {
        foreach (var visit in Visits)
        {
            _stripe.Decline(visit.Payment!.CheckoutUrl!.Split('/')[^1]);
        }

        var said = _stripe.Deliveries.Where(d => d.Type == "payment_intent.payment_failed").Select(d => (d.Event, d.Body)).ToArray();
        return [.. Enumerable.Range(0, count).AsParallel().Select(n => Signed(
            said[n % said.Length].Body.Replace(said[n % said.Length].Event, $"evt_{Guid.NewGuid():N}", StringComparison.Ordinal)))];
    }

    byte[] Signed(string body)
    {
        var time = _stripe.Now.ToUnixTimeSeconds();
        var mac = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{time}.{body}")));
        return Line.Notification(Path, $"Stripe-Signature: t={time},v1={mac}", body);
    }
}
