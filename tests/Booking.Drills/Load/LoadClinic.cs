using Booking.Contracts;
using Booking.Service.Tests;
using NodaTime;
using Payments.Sandbox;

namespace Booking.Drills.Load;

/// <summary>Doctors enough for a load: open round the clock in quarters of an hour for six weeks, each with an account at Stripe.</summary>
sealed class LoadClinic
{
    const int Count = 40, Horizon = 42, SlotMinutes = 15, FirstDay = 2, Together = 4;
    static readonly string[] Specialties = ["Cardiology", "Dermatology", "Pediatrics", "Neurology"];

    readonly Guid[] doctors = new Guid[Count];
    int next;

    LoadClinic(LocalDate today) => Today = today;

    public LocalDate Today { get; }
    public IReadOnlyList<Guid> Doctors => doctors;

    /// <summary>A slot that nobody was given before, the doctors taking turns.</summary>
    /// <exception cref="InvalidOperationException">There is none left.</exception>
    public (Guid Doctor, Instant Start) Next()
    {
        const int Each = (Horizon - FirstDay - 1) * 24 * 60 / SlotMinutes;
        var at = Interlocked.Increment(ref next) - 1;
        return at < Count * Each ? (doctors[at % Count], Start(at / Count)) : throw new InvalidOperationException("All slots were given away.");
    }

    /// <summary>The start of a doctor's slot, counted from 0.</summary>
    public Instant Start(int slot) => Today.PlusDays(FirstDay).AtMidnight().InUtc().ToInstant() + Duration.FromMinutes((long)slot * SlotMinutes);

    public static string Specialty(Random random) => Specialties[random.Next(Specialties.Length)];

    public static async Task<LoadClinic> Open(DrillGround ground)
    {
        var clinic = new LoadClinic((await ground.Ops().Clock()).Value.Now.InUtc().Date);
        await Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = Together }, async (at, _) => clinic.doctors[at] = await Doctor(ground, at));
        return clinic;
    }

    static async Task<Guid> Doctor(DrillGround ground, int number)
    {
        var ops = ground.Ops();
        var doctor = await DrillDoctors.Register(ground.Desk(), ops, $"Load {number}", Horizon, SlotMinutes, Specialties[number % Specialties.Length]);
        var name = Guid.NewGuid().ToString("N");
        var gateway = (await ops.SetGateway(doctor, new StripeGatewayRequest(GatewayMode.Test, "USD", $"sk_test_{name}", [$"whsec_{name}"]))).Value;
        ground.Providers.AddAccount(new StripeMerchant($"load-{number}", $"sk_test_{name}", [$"whsec_{name}"], new(ground.Address, gateway.WebhookPath)));
        return doctor;
    }
}
