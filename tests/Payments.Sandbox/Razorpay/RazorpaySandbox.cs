using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>Razorpay as the sandbox plays it: payment links, the orders and payments behind them, refunds, disputes and webhooks.</summary>
public sealed class RazorpaySandbox(World world) : IProviderSandbox
{
    readonly HashSet<string> keysAtWork = [];
    RazorpayState state = new();

    public PaymentProvider Provider => PaymentProvider.Razorpay;

    /// <summary>Doubling from a minute, for 24 hours in all; then the webhook is switched off.</summary>
    public IReadOnlyList<Duration> RetryWaits { get; } =
        [.. Enumerable.Range(0, 10).Select(power => Duration.FromMinutes(1 << power)), Duration.FromHours(24) - Duration.FromMinutes(1023)];

    public SandboxOperation Classify(SandboxRequest request) => RazorpayApi.Classify(request);

    public SandboxAnswer Handle(SandboxRequest request)
    {
        if (RazorpayPage.CodeOf(request.Path) is { } code) return HandlePage(request, code);
        var (merchant, refusal) = Authenticate(request);
        if (merchant is null) return Write(refusal!);
        var work = new RazorpayWork(state, merchant, world.Now);
        var answer = RefuseWhileAtWork(request, merchant)
            ?? RazorpayApi.Handle(work, request, new Uri(world.Address(Provider) + RazorpayPage.Path));
        Send(work);
        return Write(answer);
    }

    public SandboxAnswer Fail(SandboxRequest request, FaultKind kind) => Write(RazorpayAnswer.Fault(kind switch
    {
        FaultKind.Status429 => 429,
        FaultKind.Status502 => 502,
        _ => 500,
    }));

    public void Tick()
    {
        foreach (var merchant in world.Accounts.OfType<RazorpayMerchant>().ToList())
        {
            var work = new RazorpayWork(state, merchant, world.Now);
            RazorpayLinks.ExpireDue(work);
            if (work.Events.Count > 0) world.Changed();
            Send(work);
        }
    }

    public IReadOnlyList<KeyValuePair<string, string>> Sign(Delivery delivery) =>
    [
        new("User-Agent", "Razorpay-Webhook/v1"),
        new("X-Razorpay-Event-Id", delivery.Event),
        new("X-Razorpay-Signature", RazorpaySignatures.OfWebhook(Encoding.UTF8.GetBytes(delivery.Body), delivery.Secret ?? "")),
    ];

    public bool Accepts(int status) => status is >= 200 and < 300;

    public void Finished(Delivery delivery)
    {
        if (!delivery.Delivered && world.Account<RazorpayMerchant>(delivery.Account) is { } merchant)
            state.DisabledWebhooks[merchant.Id] = WebhookOf(merchant);
    }

    public bool Knows(string id) => state.Links.ContainsKey(id) || state.Payments.ContainsKey(id) || state.Refunds.ContainsKey(id);

    public void Act(string id, CheckoutAction action, Money? money) =>
        Act(state.Links.GetValueOrDefault(id)?.Account, work => RazorpayActs.On(work, work.Link(id)!, action, money));

    public void Act(string id, PaymentAction action, Money? money) =>
        Act(state.Payments.GetValueOrDefault(id)?.Account, work => RazorpayActs.On(work, work.Payment(id)!, action, money));

    public void Act(string id, RefundAction action) =>
        Act(state.Refunds.GetValueOrDefault(id)?.Account, work => RazorpayActs.On(work, work.Refund(id)!, action));

    public void RefundsStayPending(string account, bool on) => _ = on ? state.RefundsStayPending.Add(account) : state.RefundsStayPending.Remove(account);

    public IEnumerable<LedgerEntry> Ledger() => state.Payments.Values
        .Where(p => p.Captured)
        .Select(p => new LedgerEntry(
            Provider, p.Id, state.Links[p.LinkId].ReferenceId ?? "", new(p.Amount, p.Currency),
            [.. state.Refunds.Values.Where(r => r.PaymentId == p.Id && r.Status != "failed")
                .Select(r => new LedgerRefund(r.Id, r.Amount, r.Status == "pending"))]));

    public JsonNode Save() => JsonSerializer.SerializeToNode(state, SandboxJson.Options)!;

    public void Load(JsonNode state) => this.state = state.Deserialize<RazorpayState>(SandboxJson.Options)!;

    void Act(string? account, Action<RazorpayWork> act)
    {
        var merchant = account is null ? null : world.Account<RazorpayMerchant>(account);
        if (merchant is null) throw new SandboxRefusedException("Razorpay has nothing of this id that this can be done with.");
        var work = new RazorpayWork(state, merchant, world.Now);
        act(work);
        Send(work);
    }

    SandboxAnswer HandlePage(SandboxRequest request, string code)
    {
        var link = state.Links.Values.SingleOrDefault(link => link.Code == code);
        var merchant = link is null ? null : world.Account<RazorpayMerchant>(link.Account);
        if (link is null || merchant is null) return RazorpayPage.NotFound();
        var work = new RazorpayWork(state, merchant, world.Now);
        var answer = RazorpayPage.Handle(work, link, request);
        Send(work);
        return answer;
    }

    /// <summary>HTTP Basic with the scheme written exactly so, as the provider insists.</summary>
    (RazorpayMerchant? Merchant, RazorpayAnswer? Refusal) Authenticate(SandboxRequest request)
    {
        if (request.Header("Authorization") is not { } header || !header.StartsWith("Basic ", StringComparison.Ordinal))
            return (null, RazorpayAnswer.Unauthorized("Please provide your api key for authentication purposes."));
        var found = world.Accounts.OfType<RazorpayMerchant>().FirstOrDefault(merchant =>
            header["Basic ".Length..] == Convert.ToBase64String(Encoding.UTF8.GetBytes($"{merchant.KeyId}:{merchant.KeySecret}")));
        return (found, found is null ? RazorpayAnswer.Unauthorized("Authentication failed") : null);
    }

    /// <summary>A refund whose key belongs to a request that has not been answered yet is told to wait.</summary>
    RazorpayAnswer? RefuseWhileAtWork(SandboxRequest request, RazorpayMerchant merchant)
    {
        if (Classify(request) != SandboxOperation.Refund || request.Header(RazorpayApi.RefundKey) is not { } key) return null;
        var place = merchant.Id + " " + key;
        if (!keysAtWork.Add(place)) return RazorpayRefunds.StillInProgress;
        request.Finally.Add(() => keysAtWork.Remove(place));
        return null;
    }

    /// <summary>Queues the notifications of one piece of work, each to be signed with the secret that is newest now.</summary>
    void Send(RazorpayWork work)
    {
        var merchant = work.Merchant;
        if (merchant.WebhookUrl is not { } url || state.DisabledWebhooks.GetValueOrDefault(merchant.Id) == WebhookOf(merchant)) return;
        foreach (var happened in work.Events)
        {
            world.Queue(new Delivery
            {
                Id = World.NewId("", 16),
                Provider = Provider,
                Account = merchant.Id,
                Url = url,
                Event = happened.Id,
                Type = happened.Name,
                Body = happened.Body.ToJsonString(SandboxJson.Options),
                Secret = merchant.WebhookSecrets[0],
            });
        }
    }

    /// <summary>Adding the account again with another address or secret makes another webhook of it, which is on.</summary>
    static string WebhookOf(RazorpayMerchant merchant) => $"{merchant.WebhookUrl} {merchant.WebhookSecrets[0]}";

    static SandboxAnswer Write(RazorpayAnswer answer) => SandboxAnswer.Json(answer.Status, answer.Body.ToJsonString(SandboxJson.Options));
}
