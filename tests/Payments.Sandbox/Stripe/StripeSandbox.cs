using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>Stripe: checkout sessions in payment mode, their intents and charges, refunds, disputes and events.</summary>
public sealed class StripeSandbox : IProviderSandbox
{
    readonly StripeBook book;
    readonly StripeRouter router;
    readonly StripePages pages;

    public StripeSandbox(World world)
    {
        book = new(world);
        router = new(book);
        pages = new(book);
    }

    public PaymentProvider Provider => PaymentProvider.Stripe;

    /// <summary>In test mode three attempts over a few hours; live accounts have their own.</summary>
    public IReadOnlyList<Duration> RetryWaits { get; } = [Duration.FromHours(1), Duration.FromHours(2)];

    public SandboxOperation Classify(SandboxRequest request) => StripeRouter.Classify(request);

    public SandboxAnswer Handle(SandboxRequest request) =>
        Classify(request) == SandboxOperation.Page ? pages.Handle(request) : router.Handle(request, broken: false);

    public SandboxAnswer Fail(SandboxRequest request, FaultKind kind) => kind switch
    {
        FaultKind.Status500 => router.Handle(request, broken: true),
        FaultKind.Status429 => StripeAnswers.Refusal(
            new(429, "invalid_request_error", "rate_limit", "Request rate limit exceeded. You can learn more about rate limits in the documentation."),
            World.NewId("req_", 14)),
        _ => new SandboxAnswer(502, "text/html", "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>"),
    };

    public void Tick()
    {
        var now = book.Now;
        foreach (var session in book.State.Sessions.Values.Where(s => s.Status == "open" && s.ExpiresAt <= now).ToArray())
        {
            StripeSessions.Expire(book, session);
            book.World.Changed();
        }
    }

    public IReadOnlyList<KeyValuePair<string, string>> Sign(Delivery delivery)
    {
        var t = book.Now;
        var message = Encoding.UTF8.GetBytes($"{t}.{delivery.Body}");
        var secrets = book.World.Account<StripeMerchant>(delivery.Account)?.WebhookSecrets ?? [];
        var marks = secrets.Select(secret => ",v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), message)));
        return [new("Stripe-Signature", $"t={t}{string.Concat(marks)}"), new("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")];
    }

    public bool Accepts(int status) => status is >= 200 and < 300;

    public void Finished(Delivery delivery) => book.Delivered(delivery.Event, delivery.Delivered);

    public bool Knows(string id) =>
        book.State.Sessions.ContainsKey(id) || book.State.Intents.ContainsKey(id) || book.State.Charges.ContainsKey(id) || book.State.Refunds.ContainsKey(id);

    public void Act(string id, CheckoutAction action, Money? money) => Refusing(() => StripePayments.Act(book, Session(id), action, money));

    public void Act(string id, PaymentAction action, Money? money) => Refusing(() =>
    {
        var charge = Charge(id);
        if (action == PaymentAction.RefundByHand)
            StripeRefunds.Give(book, charge, money?.Amount, "requested_by_customer", []);
        else
            StripeDisputes.Act(book, charge, action);
    });

    public void Act(string id, RefundAction action) =>
        StripeRefunds.Act(book, book.State.Refunds.GetValueOrDefault(id) ?? throw new SandboxRefusedException($"{id} is no refund"), action);

    public void RefundsStayPending(string account, bool on)
    {
        if (on)
            book.State.Pending.Add(account);
        else
            book.State.Pending.Remove(account);
    }

    public IEnumerable<LedgerEntry> Ledger() => book.State.Charges.Values
        .Where(c => c is { Captured: true, Status: "succeeded" })
        .Select(c => new LedgerEntry(
            Provider, c.Id, book.State.Sessions[book.State.Intents[c.Intent].Session].Reference ?? "", new(c.Amount, c.Currency.ToUpperInvariant()),
            [.. book.State.Refunds.Values.Where(r => r.Charge == c.Id && (r.Status is "succeeded" or "pending"))
                .Select(r => new LedgerRefund(r.Id, r.Amount, r.Status == "pending"))]));

    public JsonNode Save() => JsonSerializer.SerializeToNode(book.State, SandboxJson.Options)!;

    public void Load(JsonNode state) => book.State = state.Deserialize<StripeState>(SandboxJson.Options)!;

    StripeSession Session(string id) => book.State.Sessions.GetValueOrDefault(id) ?? throw new SandboxRefusedException($"{id} is no session");

    StripeCharge Charge(string id)
    {
        var intent = book.State.Sessions.GetValueOrDefault(id)?.Intent ?? id;
        var charge = book.State.Intents.GetValueOrDefault(intent)?.Charge ?? intent;
        return book.State.Charges.GetValueOrDefault(charge) ?? throw new SandboxRefusedException($"{id} has no charge");
    }

    static void Refusing(Action act)
    {
        try
        {
            act();
        }
        catch (StripeException refused)
        {
            throw new SandboxRefusedException(refused.Message);
        }
    }
}
