namespace Payments.Sandbox.Tests.PayTabs;

/// <summary>A sandbox with one PayTabs profile, spoken to over HTTP without any adapter, with an address for callbacks and one for IPNs.</summary>
public sealed class PayTabsBench : IAsyncDisposable
{
    public const string ServerKey = "SGJNZ96JLG-JDMKHGRWT9-RWRK2KJNRJ";
    public static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 9, 0);

    int carts;

    PayTabsBench(Sandbox sandbox, WebhookInbox callbacks, WebhookInbox notices) => (Sandbox, Callbacks, Notices) = (sandbox, callbacks, notices);

    public Sandbox Sandbox { get; }

    public WebhookInbox Callbacks { get; }

    public WebhookInbox Notices { get; }

    public SandboxControls Controls => Sandbox.Controls;

    public HttpClient Browser { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    public PayTabsMerchant Merchant => new("clinic", "ARE", 9001, ServerKey, Notices.Address);

    public static async Task<PayTabsBench> Open(Func<PayTabsMerchant, PayTabsMerchant>? change = null, SandboxOptions? options = null)
    {
        var bench = new PayTabsBench(await Sandbox.Start(options), await WebhookInbox.Open(), await WebhookInbox.Open());
        bench.Controls.SetClock(Start);
        bench.Controls.AddAccount(change is null ? bench.Merchant : change(bench.Merchant));
        return bench;
    }

    public string NewCart() => $"visit-{++carts}";

    /// <param name="fields">Beside the profile, without braces.</param>
    public Task<WireAnswer> Post(string path, string fields, string key = ServerKey, string profile = "9001") => WireAnswer.Send(
        Browser, HttpMethod.Post, new Uri(Sandbox.PayTabs, path), $$"""{"profile_id":{{profile}},{{fields}}}""", ("authorization", key));

    /// <param name="more">Further fields, each with a comma before it.</param>
    public Task<WireAnswer> CreatePage(string cart, string amount = "500", string currency = "AED", string more = "", string type = "sale") =>
        Post("/payment/request", Request(type, cart, amount, currency) + $",\"callback\":\"{Callbacks.Address}\"" + more);

    /// <returns>The reference of an open page of 500 dirhams.</returns>
    public async Task<string> OpenPage(string more = "", string type = "sale") => (await CreatePage(NewCart(), more: more, type: type))["tran_ref"]!;

    public async Task<string> PaidPage()
    {
        var page = await OpenPage();
        Controls.Pay(page);
        return page;
    }

    public Task<WireAnswer> FollowUp(string type, string tranRef, string amount, string? cart = null, string currency = "AED") =>
        Post("/payment/request", Request(type, cart ?? NewCart(), amount, currency) + $",\"tran_ref\":\"{tranRef}\"");

    public Task<WireAnswer> Query(string tranRef) => Post("/payment/query", $"\"tran_ref\":\"{tranRef}\"");

    public Task<WireAnswer> QueryCart(string cart) => Post("/payment/query", $"\"cart_id\":\"{cart}\"");

    public async Task<(string? Type, string? Status)> StateOf(string tranRef)
    {
        var read = await Query(tranRef);
        return (read["tran_type"], read["payment_result.response_status"]);
    }

    public static string Request(string type, string cart, string amount, string currency) => $"""
        "tran_type":"{type}","tran_class":"ecom","cart_id":"{cart}","cart_amount":{amount},"cart_currency":"{currency}","cart_description":"Visit"
        """;

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await Sandbox.DisposeAsync();
        await Callbacks.DisposeAsync();
        await Notices.DisposeAsync();
    }
}
