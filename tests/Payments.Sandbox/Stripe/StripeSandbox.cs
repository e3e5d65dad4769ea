using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>Stripe.</summary>
public sealed class StripeSandbox(World world) : IProviderSandbox
{
    public PaymentProvider Provider => PaymentProvider.Stripe;
    public IReadOnlyList<Duration> RetryWaits { get; } = [Duration.FromHours(1), Duration.FromHours(2)];
    public SandboxOperation Classify(SandboxRequest request) => SandboxOperation.Other;
    public SandboxAnswer Handle(SandboxRequest request) => SandboxAnswer.Json(404, $"{{\"now\":\"{world.Now}\"}}");
    public SandboxAnswer Fail(SandboxRequest request, FaultKind kind) => SandboxAnswer.Json(500, "{}");
    public void Tick() { }
    public IReadOnlyList<KeyValuePair<string, string>> Sign(Delivery delivery) => [];
    public bool Accepts(int status) => status is >= 200 and < 300;
    public void Finished(Delivery delivery) { }
    public bool Knows(string id) => false;
    public void Act(string id, CheckoutAction action, Money? money) { }
    public void Act(string id, PaymentAction action, Money? money) { }
    public void Act(string id, RefundAction action) { }
    public void RefundsStayPending(string account, bool on) { }
    public JsonNode Save() => new JsonObject();
    public void Load(JsonNode state) { }
}
