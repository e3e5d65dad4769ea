namespace Payments.Sandbox;

/// <summary>In which order withheld webhooks are released.</summary>
public enum ReleaseOrder
{
    /// <summary>As they happened.</summary>
    Asc,
    Reversed,
    Shuffled,
}

/// <summary>What a test can do to the providers and their payers. All of it is also on the control port.</summary>
public sealed class SandboxControls(World world, IReadOnlyList<IProviderSandbox> providers, Deliverer deliverer)
{
    public Instant Now => world.Now;

    public IReadOnlyList<JournalEntry> Journal => world.Journal.Entries;

    /// <summary>Every webhook so far with its attempts, oldest first; a copy.</summary>
    public IReadOnlyList<Delivery> Deliveries => world.Read<IReadOnlyList<Delivery>>(() => [.. world.Deliveries]);

    /// <summary>All money that was captured, whoever knows of it; a copy.</summary>
    public IReadOnlyList<LedgerEntry> Ledger => world.Read<IReadOnlyList<LedgerEntry>>(() => [.. providers.SelectMany(p => p.Ledger())]);

    /// <summary>Adds an account, or replaces the credentials of the one with its id.</summary>
    public void AddAccount(SandboxAccount account) => world.Do(() => world.Put(account));

    /// <summary>Where each provider listens.</summary>
    public IReadOnlyDictionary<PaymentProvider, string> Addresses => providers.ToDictionary(p => p.Provider, p => world.Address(p.Provider));

    /// <summary>From now on, and after a restart, goes by another's clock; see <see cref="SandboxOptions.ClockFrom"/>.</summary>
    public void FollowClock(Uri from) => world.Do(() => world.ClockFrom = from);

    /// <summary>Sets the clock; it runs on from there.</summary>
    public void SetClock(Instant now)
    {
        world.Do(() => world.Clock.Set(now));
        Tick();
    }

    /// <summary>Moves the clock on; what is due by then is done before this returns, webhooks are on their way.</summary>
    public void Advance(Duration by)
    {
        world.Do(() => world.Clock.Advance(by));
        Tick();
    }

    public void Fault(Fault fault) => world.Faults.Add(fault);

    /// <inheritdoc cref="Payments.Sandbox.Fault"/>
    public void Fault(PaymentProvider provider, SandboxOperation operation, FaultKind kind, int times = 1, TimeSpan? wait = null) =>
        Fault(new(provider, operation, kind, times, wait));

    /// <summary>Whatever shall still go wrong does not.</summary>
    public void ClearFaults() => world.Faults.Clear();

    /// <param name="id">The provider's id of the checkout.</param>
    /// <exception cref="SandboxRefusedException">There is no such checkout, or its state does not allow it.</exception>
    public void Checkout(string id, CheckoutAction action, Money? money = null) => On(id, p => p.Act(id, action, money));

    public void Pay(string checkout) => Checkout(checkout, CheckoutAction.Pay);

    public void Decline(string checkout) => Checkout(checkout, CheckoutAction.Decline);

    public void Cancel(string checkout) => Checkout(checkout, CheckoutAction.Cancel);

    public void Expire(string checkout) => Checkout(checkout, CheckoutAction.Expire);

    public void Hold(string checkout) => Checkout(checkout, CheckoutAction.Hold);

    public void Settle(string checkout) => Checkout(checkout, CheckoutAction.Settle);

    public void Fail(string checkout) => Checkout(checkout, CheckoutAction.Fail);

    public void LateCapture(string checkout) => Checkout(checkout, CheckoutAction.LateCapture);

    public void SecondCapture(string checkout) => Checkout(checkout, CheckoutAction.SecondCapture);

    /// <param name="money">What the provider will say was paid, in its own minor units.</param>
    public void PayWrong(string checkout, Money money) => Checkout(checkout, CheckoutAction.PayWrong, money);

    /// <param name="id">The provider's id of the payment that was captured, or of its checkout.</param>
    public void Payment(string id, PaymentAction action, Money? money = null) => On(id, p => p.Act(id, action, money));

    /// <param name="money">How much; null: all that is left.</param>
    public void RefundByHand(string payment, Money? money = null) => Payment(payment, PaymentAction.RefundByHand, money);

    public void OpenDispute(string payment) => Payment(payment, PaymentAction.OpenDispute);

    public void WinDispute(string payment) => Payment(payment, PaymentAction.WinDispute);

    public void LoseDispute(string payment) => Payment(payment, PaymentAction.LoseDispute);

    public void Refund(string id, RefundAction action) => On(id, p => p.Act(id, action));

    public void SucceedRefund(string refund) => Refund(refund, RefundAction.Succeed);

    public void FailRefund(string refund) => Refund(refund, RefundAction.Fail);

    /// <param name="account">The sandbox's id of it.</param>
    public void RefundsStayPending(string account, bool on = true) => world.Do(() =>
    {
        foreach (var provider in providers) provider.RefundsStayPending(account, on);
    });

    public void WithholdWebhooks(bool on = true) => deliverer.Withhold(on);

    /// <param name="seed">For <see cref="ReleaseOrder.Shuffled"/>.</param>
    /// <param name="copies">How many times each is sent.</param>
    public void ReleaseWebhooks(ReleaseOrder order = ReleaseOrder.Asc, int seed = 0, int copies = 1) =>
        deliverer.Release(due => Ordered(due, order, seed), copies);

    /// <summary>From now on each webhook is sent so many times at each attempt; 1 is as always.</summary>
    public void Duplicate(int times) => deliverer.Duplicate(times);

    /// <summary>Ends when no webhook is due and none in flight.</summary>
    public Task Settled() => deliverer.Settled();

    /// <summary>Does what is due by now.</summary>
    public void Tick() => world.Read(() =>
    {
        foreach (var provider in providers) provider.Tick();
        world.Stirred?.Invoke();
        return 0;
    });

    static Delivery[] Ordered(IReadOnlyList<Delivery> due, ReleaseOrder order, int seed)
    {
        var list = due.ToArray();
        if (order == ReleaseOrder.Reversed) Array.Reverse(list);
        if (order == ReleaseOrder.Shuffled) new Random(seed).Shuffle(list);
        return list;
    }

    void On(string id, Action<IProviderSandbox> act) => world.Do(() =>
    {
        foreach (var one in providers) one.Tick();
        act(providers.FirstOrDefault(p => p.Knows(id)) ?? throw new SandboxRefusedException($"no provider knows {id}"));
        world.Stirred?.Invoke();
    });
}
