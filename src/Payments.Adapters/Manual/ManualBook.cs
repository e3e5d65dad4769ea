using Booking.Contracts;

namespace Payments.Adapters.Manual;

/// <summary>
/// What a desk would write down: who owes what, what was handed over, what was handed back. Kept in memory, for tests that drive
/// <see cref="ManualGateway"/> as they drive the other providers; the service keeps its own record of money at the desk.
/// </summary>
public sealed class ManualBook
{
    readonly Lock gate = new();
    readonly Dictionary<string, Page> pages = new(StringComparer.Ordinal);

    /// <summary>Money that was handed over for a page. The same receipt counts once.</summary>
    /// <param name="page"><see cref="CheckoutKey.Ours"/>.</param>
    /// <param name="receipt">The desk's own number.</param>
    /// <exception cref="InvalidOperationException">There is no such page.</exception>
    public void Pay(string page, string receipt, Money amount)
    {
        lock (gate)
        {
            if (!pages.TryGetValue(page, out var found)) throw new InvalidOperationException("The book has no such page.");
            found.Paid.TryAdd(receipt, amount);
        }
    }

    internal void Open(CheckoutKey key)
    {
        lock (gate) pages.TryAdd(key.Ours, new(key.Payment));
    }

    internal CheckoutSnapshot Read(CheckoutKey key)
    {
        lock (gate)
        {
            if (!pages.TryGetValue(key.Ours, out var page)) return new(null, CheckoutStatus.Unknown, "unknown", []);
            var captures = page.Paid.Select(paid => new CaptureSnapshot(
                paid.Key, paid.Value, page.Refunded(paid.Key, paid.Value.Currency), DisputeStatus.None, page.Payment, null, null)).ToList();
            var status = captures.Count > 0 ? CheckoutStatus.Paid : page.IsClosed ? CheckoutStatus.Expired : CheckoutStatus.Pending;
            return new(key.Ours, status, status.ToString(), captures);
        }
    }

    internal CheckoutClosing Close(CheckoutKey key)
    {
        lock (gate)
        {
            if (!pages.TryGetValue(key.Ours, out var page)) return CheckoutClosing.AlreadyClosed;
            if (page.Paid.Count > 0) return CheckoutClosing.AlreadyPaid;
            if (page.IsClosed) return CheckoutClosing.AlreadyClosed;
            page.IsClosed = true;
            return CheckoutClosing.Closed;
        }
    }

    /// <summary>Money that is handed back, at most what was handed over; the same refund once.</summary>
    internal GatewayResult<RefundSnapshot> Refund(RefundOrder order)
    {
        lock (gate)
        {
            if (Find(order) is { } done) return done;
            if (!pages.TryGetValue(PageOf(order), out var page) || !page.Paid.TryGetValue(order.Capture, out var paid))
                return new GatewayFailure.Permanent("capture", "nothing was paid under it");
            var left = paid.Amount - page.Refunded(order.Capture, paid.Currency).Amount;
            if (left == 0) return new GatewayFailure.AlreadyDone("all of it went back");
            if (order.Amount.Currency != paid.Currency || order.Amount.Amount > left || order.Amount.Amount < 1)
                return new GatewayFailure.Permanent("amount", "more than is left, or of another currency");
            page.Refunds.Add(order.Ours, order);
            return Done(order);
        }
    }

    internal RefundSnapshot? Find(RefundOrder order)
    {
        lock (gate) return pages.TryGetValue(PageOf(order), out var page) && page.Refunds.TryGetValue(order.Ours, out var made) ? Done(made) : null;
    }

    static RefundSnapshot Done(RefundOrder order) => new(order.Ours, RefundStatus.Succeeded, order.Amount, "handed back");

    static string PageOf(RefundOrder order) => new CheckoutKey(order.Payment, order.Attempt, null).Ours;

    sealed class Page(Guid payment)
    {
        public Guid Payment => payment;
        public bool IsClosed { get; set; }
        public Dictionary<string, Money> Paid { get; } = new(StringComparer.Ordinal);
        public Dictionary<string, RefundOrder> Refunds { get; } = new(StringComparer.Ordinal);

        public Money Refunded(string receipt, string currency) =>
            new(Refunds.Values.Where(refund => refund.Capture == receipt).Sum(refund => refund.Amount.Amount), currency);
    }
}
