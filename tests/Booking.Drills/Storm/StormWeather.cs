using Booking.Contracts;
using Payments.Sandbox;

namespace Booking.Drills.Storm;

/// <summary>What goes wrong between the service and the providers, by a seed.</summary>
sealed class StormWeather(SandboxControls providers, Random random)
{
    static readonly SandboxOperation[] Operations =
        [SandboxOperation.Create, SandboxOperation.Read, SandboxOperation.Cancel, SandboxOperation.Refund, SandboxOperation.FindRefund];

    static readonly FaultKind[] Kinds = Enum.GetValues<FaultKind>();
    static readonly FaultKind[] Losses = [FaultKind.DropResponse, FaultKind.Unreadable2xx, FaultKind.Status502, FaultKind.SlowHeaders];

    /// <summary>A change of the weather: faults of any kind on any operation, at times an outage, and webhooks as they please.</summary>
    /// <returns>In words.</returns>
    public string Turn(int faults)
    {
        foreach (var _ in Enumerable.Range(0, faults))
            providers.Fault(new(Any(StormPlan.Providers), Any(Operations), Any(Kinds), random.Next(1, 4), TimeSpan.FromMilliseconds(random.Next(100, 2_000))));
        var outage = random.Next(5) == 0;
        var out1 = Any(StormPlan.Providers);
        if (outage)
            providers.Fault(out1, SandboxOperation.Any, Any(Losses), times: 60);
        providers.Duplicate(random.Next(3) == 0 ? 3 : 1);
        var withheld = random.Next(2) == 0;
        providers.WithholdWebhooks(withheld);
        return $"{faults} faults{(outage ? $", {Wire.Name(out1)} is out" : "")}, webhooks {(withheld ? "withheld" : "on their way")}";
    }

    /// <summary>The answer to the next refunds of a provider is lost.</summary>
    public void LoseRefundAnswers(PaymentProvider provider) => providers.Fault(provider, SandboxOperation.Refund, Any(Losses), random.Next(1, 4));

    /// <summary>What was withheld comes now, in some order, some of it more than once.</summary>
    public void Release() => providers.ReleaseWebhooks(Any(Enum.GetValues<ReleaseOrder>()), random.Next(), random.Next(1, 3));

    /// <summary>Nothing goes wrong from now on.</summary>
    public void Clear()
    {
        providers.ClearFaults();
        providers.Duplicate(1);
        Release();
    }

    T Any<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];
}
