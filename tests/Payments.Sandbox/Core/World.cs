using System.Security.Cryptography;

namespace Payments.Sandbox;

/// <summary>What the providers share. Its state and theirs are read and changed only within <see cref="Do{T}"/>.</summary>
public sealed class World(SandboxOptions options, SandboxClock clock)
{
    /// <summary>More webhooks than are remembered once they are over.</summary>
    const int MaxDeliveries = 10_000;

    const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    readonly Lock gate = new();
    readonly Dictionary<string, SandboxAccount> accounts = [];
    readonly Dictionary<PaymentProvider, Uri> addresses = [];

    public SandboxOptions Options => options;

    /// <summary>The sandbox's time.</summary>
    public SandboxClock Clock => clock;

    public Instant Now => clock.GetCurrentInstant();

    /// <summary>Whose clock is followed, see <see cref="SandboxOptions.ClockFrom"/>; null: nobody's.</summary>
    public Uri? ClockFrom { get; set; } = options.ClockFrom;

    public FaultPlan Faults { get; } = new();

    public Journal Journal { get; } = new();

    /// <summary>Webhooks, the newest finished ones too, oldest first.</summary>
    public List<Delivery> Deliveries { get; } = [];

    public IEnumerable<SandboxAccount> Accounts => accounts.Values;

    /// <summary>Counts the changes, so that the state is stored only after one.</summary>
    public long Version { get; private set; }

    /// <summary>Called within the lock when a delivery was queued or time has moved.</summary>
    public Action? Stirred { get; set; }

    public void Put(SandboxAccount account) => accounts[account.Id] = account;

    /// <returns>Null when there is no such account of that provider.</returns>
    public T? Account<T>(string id) where T : SandboxAccount => accounts.GetValueOrDefault(id) as T;

    /// <summary>Where the provider listens, without a slash at the end; known before the first request.</summary>
    public string Address(PaymentProvider provider) => addresses[provider].GetLeftPart(UriPartial.Authority);

    public void SetAddress(PaymentProvider provider, Uri address) => addresses[provider] = address;

    /// <summary>A new id in a provider's manner.</summary>
    /// <param name="length">Of what follows the prefix.</param>
    public static string NewId(string prefix, int length) => prefix + RandomNumberGenerator.GetString(Letters, length);

    /// <summary>Queues a webhook for its first attempt now.</summary>
    public void Queue(Delivery delivery)
    {
        delivery.Due = Now;
        Deliveries.Add(delivery);
        if (Deliveries.Count > MaxDeliveries && Deliveries.FindIndex(d => d.Due is null) is >= 0 and var over) Deliveries.RemoveAt(over);
        Changed();
        Stirred?.Invoke();
    }

    /// <summary>Says that the state has changed; needed only where a tick changed it, since all other work is taken to.</summary>
    public void Changed() => Version++;

    /// <summary>One thing at a time: the lock of the whole sandbox. Must not wait for anything within.</summary>
    public T Do<T>(Func<T> work)
    {
        lock (gate)
        {
            Changed();
            return work();
        }
    }

    /// <inheritdoc cref="Do{T}"/>
    public void Do(Action work) => Do(() =>
    {
        work();
        return 0;
    });

    /// <summary>Reads within the lock, without counting as a change.</summary>
    public T Read<T>(Func<T> work)
    {
        lock (gate) return work();
    }
}
