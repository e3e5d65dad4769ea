using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>
/// PayTabs as the sandbox plays it, all regions on one port. A path may begin with a region's letters, as a host name does at the real
/// one: <c>/SAU/payment/request</c> knows no key of another region.
/// </summary>
public sealed class PayTabsSandbox(World world) : IProviderSandbox
{
    PayTabsState state = new();

    public PaymentProvider Provider => PaymentProvider.PayTabs;

    /// <summary>Five retries with growing waits.</summary>
    public IReadOnlyList<Duration> RetryWaits { get; } =
        [.. new[] { 1, 5, 15, 60, 240 }.Select(minutes => Duration.FromMinutes(minutes))];

    public SandboxOperation Classify(SandboxRequest request)
    {
        if (PayTabsPage.CodeOf(request.Path) is not null) return SandboxOperation.Page;
        using var body = PayTabsApi.Read(request.Body);
        if (body is null) return SandboxOperation.Other;
        var found = PayTabsApi.Classify(request.Path, body);
        return found == SandboxOperation.Read && world.Read(() => PayTabsQueries.IsOfRefund(state, body.RootElement)) ? SandboxOperation.FindRefund : found;
    }

    public SandboxAnswer Handle(SandboxRequest request)
    {
        if (PayTabsPage.CodeOf(request.Path) is { } code) return HandlePage(request, code);
        using var body = PayTabsApi.Read(request.Body);
        var (region, path) = PayTabsApi.Split(request.Path);
        if (request.Method != "POST" || body is null) return Write(PayTabsAnswer.Invalid("not JSON by POST"), null);
        var merchant = Authenticate(request, body, region);
        if (merchant is null) return Write(PayTabsAnswer.Authentication, null);
        var work = new PayTabsWork(state, merchant, world.Now);
        var answer = PayTabsApi.Handle(work, path, body.RootElement, new Uri(world.Address(Provider) + PayTabsPage.Path));
        Send(work);
        return Write(answer, merchant);
    }

    public SandboxAnswer Fail(SandboxRequest request, FaultKind kind) => Write(PayTabsAnswer.Fault(kind switch
    {
        FaultKind.Status429 => 429,
        FaultKind.Status502 => 502,
        _ => 500,
    }), null);

    public void Tick()
    {
        foreach (var merchant in world.Accounts.OfType<PayTabsMerchant>().ToList())
        {
            var work = new PayTabsWork(state, merchant, world.Now);
            PayTabsPayers.ExpireDue(work);
            if (work.Notices.Count > 0) world.Changed();
            Send(work);
        }
    }

    public IReadOnlyList<KeyValuePair<string, string>> Sign(Delivery delivery) =>
    [
        new("User-Agent", "Go-http-client/1.1"),
        new("Signature", PayTabsSignatures.OfNotice(
            Encoding.UTF8.GetBytes(delivery.Body), world.Account<PayTabsMerchant>(delivery.Account)?.ServerKey ?? "")),
    ];

    /// <summary>Not any success: exactly 200.</summary>
    public bool Accepts(int status) => status == 200;

    public void Finished(Delivery delivery)
    {
        // Given up is given up: nothing follows from it.
    }

    public bool Knows(string id) => state.Transactions.ContainsKey(id);

    public void Act(string id, CheckoutAction action, Money? money) => Act(id, (work, one) => PayTabsActs.On(work, one, action, money));

    public void Act(string id, PaymentAction action, Money? money) => Act(id, (work, one) => PayTabsActs.On(work, one, action, money));

    public void Act(string id, RefundAction action) => Act(id, (work, one) => PayTabsActs.On(work, one, action));

    public void RefundsStayPending(string account, bool on) => _ = on ? state.RefundsStayPending.Add(account) : state.RefundsStayPending.Remove(account);

    public IEnumerable<LedgerEntry> Ledger() => state.Transactions.Values
        .Where(t => t is { Type: "Sale" or "Capture", Status: "A" })
        .Select(t => new LedgerEntry(
            Provider, t.TranRef, t.CartId, PayTabsAmounts.Minor(t.TranTotal, t.TranCurrency),
            [.. state.Transactions.Values.Where(r => r.PreviousTranRef == t.TranRef && r is { Type: "Refund", Status: "A" or "P" })
                .Select(r => new LedgerRefund(r.TranRef, PayTabsAmounts.Minor(r.TranTotal, r.TranCurrency).Amount, r.Status == "P"))]));

    public JsonNode Save() => JsonSerializer.SerializeToNode(state, SandboxJson.Options)!;

    public void Load(JsonNode state) => this.state = state.Deserialize<PayTabsState>(SandboxJson.Options)!;

    SandboxAnswer HandlePage(SandboxRequest request, string code)
    {
        var page = state.Transactions.Values.SingleOrDefault(one => one.Page?.Code == code);
        var merchant = page is null ? null : world.Account<PayTabsMerchant>(page.Account);
        if (page is null || merchant is null) return PayTabsPage.NotFound();
        var work = new PayTabsWork(state, merchant, world.Now);
        var answer = PayTabsPage.Handle(work, page, request);
        Send(work);
        return answer;
    }

    void Act(string id, Action<PayTabsWork, PayTabsTransaction> act)
    {
        var one = state.Transactions.GetValueOrDefault(id);
        var merchant = one is null ? null : world.Account<PayTabsMerchant>(one.Account);
        if (one is null || merchant is null) throw new SandboxRefusedException("PayTabs has nothing of this id.");
        var work = new PayTabsWork(state, merchant, world.Now);
        act(work, one);
        Send(work);
    }

    /// <summary>By profile and key, at the right place. Every reason for a refusal looks the same.</summary>
    PayTabsMerchant? Authenticate(SandboxRequest request, JsonDocument body, string? region) =>
        world.Accounts.OfType<PayTabsMerchant>().FirstOrDefault(merchant =>
            request.Header("Authorization") == merchant.ServerKey
            && PayTabsApi.Field(body, "profile_id") == merchant.ProfileId.ToString()
            && !merchant.WrongRegion
            && (region ?? merchant.Region) == merchant.Region);

    /// <summary>Each notice goes to the request's callback and to the account's IPN address, where there are such.</summary>
    void Send(PayTabsWork work)
    {
        foreach (var (transaction, body) in work.Notices)
        {
            foreach (var url in new[] { transaction.Callback is { } callback ? new Uri(callback) : null, work.Merchant.IpnUrl })
            {
                if (url is null) continue;
                world.Queue(new Delivery
                {
                    Id = World.NewId("", 16),
                    Provider = Provider,
                    Account = work.Account,
                    Url = url,
                    Event = $"{transaction.TranRef} {transaction.Type} {transaction.Status}",
                    Type = transaction.Type,
                    Body = body,
                });
            }
        }
    }

    static SandboxAnswer Write(PayTabsAnswer answer, PayTabsMerchant? merchant) =>
        SandboxAnswer.Json(answer.IsBusinessError && merchant is { ErrorsAsOk: true } ? 200 : answer.Status, answer.Body.ToJsonString(SandboxJson.Options));
}
