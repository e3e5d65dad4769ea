using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>Stripe's objects and the events about them.</summary>
sealed class StripeBook(World world)
{
    /// <summary>In live mode: up to three days, ever more seldom.</summary>
    static readonly Duration[] LiveWaits =
    [
        Duration.FromMinutes(5), Duration.FromMinutes(30), Duration.FromHours(2), Duration.FromHours(5), Duration.FromHours(10), Duration.FromHours(12),
        Duration.FromHours(12), Duration.FromHours(12), Duration.FromHours(12),
    ];

    public StripeState State { get; set; } = new();

    /// <summary>The API request that is being worked on, with its idempotency key; null while a payer or time acts.</summary>
    public (string Request, string? Key)? Cause { get; set; }

    public World World => world;

    /// <summary>Epoch seconds.</summary>
    public long Now => world.Now.ToUnixTimeSeconds();

    public StripeMerchant Merchant(StripeThing thing) =>
        world.Account<StripeMerchant>(thing.Account) ?? throw new SandboxRefusedException($"account {thing.Account} is not there");

    /// <exception cref="StripeException">There is none, or it is another account's.</exception>
    public static T Find<T>(Dictionary<string, T> things, string account, string id, string kind, string param) where T : StripeThing =>
        things.GetValueOrDefault(id) is { } found && found.Account == account ? found : throw new StripeException(StripeError.Missing(kind, id, param));

    /// <summary>Writes an event about an object as it is now, and sends it where the account wants that.</summary>
    public void Emit(string type, StripeThing about, JsonObject? previous = null)
    {
        var merchant = Merchant(about);
        var data = new JsonObject { ["object"] = StripeRender.Thing(this, about) };
        if (previous is not null) data["previous_attributes"] = previous;
        var sent = merchant.WebhookUrl is not null && merchant.EnabledEvents.Contains(type);
        var made = new StripeEvent(
            World.NewId("evt_", 24), about.Account, type, Now, merchant.ApiVersion, data.ToJsonString(StripeJson.Options), Cause?.Request, Cause?.Key,
            sent ? 1 : 0, !sent);
        State.Events.Add(made);
        if (!sent) return;
        world.Queue(new Delivery
        {
            Id = World.NewId("whd_", 16),
            Provider = PaymentProvider.Stripe,
            Account = about.Account,
            Url = merchant.WebhookUrl!,
            Event = made.Id,
            Type = type,
            Body = StripeRender.Event(made, merchant.Live).ToJsonString(StripeJson.Options),
            RetryWaits = merchant.Live ? LiveWaits : null,
        });
    }

    /// <summary>A delivery of an event is over.</summary>
    public void Delivered(string id, bool accepted)
    {
        var at = State.Events.FindIndex(e => e.Id == id);
        if (at >= 0) State.Events[at] = State.Events[at] with { Pending = 0, Delivered = accepted };
    }
}
