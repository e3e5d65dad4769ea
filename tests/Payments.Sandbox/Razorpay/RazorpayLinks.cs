using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>Payment links: <c>/v1/payment_links</c>.</summary>
public static class RazorpayLinks
{
    /// <summary>The least time between making a link and its end.</summary>
    public static readonly Duration Shortest = Duration.FromMinutes(15);

    const int LongestMonths = 6;

    static readonly string[] Known =
    [
        "amount", "currency", "accept_partial", "first_min_partial_amount", "reference_id", "description", "customer", "expire_by",
        "notify", "reminder_enable", "notes", "callback_url", "callback_method", "options", "upi_link",
    ];

    /// <param name="pages">Where the hosted pages begin, such as <c>http://127.0.0.1:5000/i/</c>.</param>
    public static RazorpayAnswer Create(RazorpayWork work, JsonElement body, Uri pages)
    {
        var fields = new RazorpayFields(body, Known);
        var code = World.NewId("", 8);
        var link = new RazorpayLink
        {
            Id = RazorpayWork.NewId("plink"),
            Account = work.Account,
            Code = code,
            Number = work.NextNumber(),
            Amount = fields.Integer("amount"),
            Currency = fields.Text("currency", 3) ?? "INR",
            ReferenceId = fields.Text("reference_id", 40),
            Description = fields.Text("description", 2048),
            Customer = fields.Object("customer"),
            Notes = fields.Notes(),
            Notify = fields.Object("notify"),
            ReminderEnable = fields.Flag("reminder_enable"),
            CallbackUrl = fields.Text("callback_url", 2048),
            ShortUrl = new Uri(pages, code),
            ExpireBy = fields.Integer("expire_by"),
            EndsAt = EndOf(fields.Integer("expire_by"), work.Now),
            CreatedAt = work.Now,
            UpdatedAt = work.Now,
        };
        Check(work, fields, link);
        if (fields.Refusal is { } refusal) return refusal;
        work.State.Links.Add(link.Id, link);
        return RazorpayJson.Write(link, []);
    }

    public static RazorpayAnswer Get(RazorpayWork work, string id) =>
        work.Link(id) is { } link ? Write(work, link) : RazorpayAnswer.NoSuchId;

    /// <summary>Newest first. The answer's name for its items is this endpoint's own.</summary>
    public static RazorpayAnswer List(RazorpayWork work, string? referenceId, string? paymentId)
    {
        var order = work.Payment(paymentId)?.OrderId;
        var found = work.State.Links.Values
            .Where(link => link.Account == work.Account)
            .Where(link => referenceId is null || link.ReferenceId == referenceId)
            .Where(link => paymentId is null || (order is not null && link.OrderId == order))
            .OrderByDescending(link => link.Number);
        return new JsonObject { ["payment_links"] = new JsonArray([.. found.Select(link => Write(work, link))]) };
    }

    /// <summary>Only a link that nobody has paid, and that has not ended, can be cancelled.</summary>
    public static RazorpayAnswer Cancel(RazorpayWork work, string id)
    {
        if (work.Link(id) is not { } link) return RazorpayAnswer.NoSuchId;
        if (link.Status != "created") return RazorpayAnswer.Bad($"Payment Link cannot be cancelled, as it is in {link.Status} state");
        link.Status = "cancelled";
        link.CancelledAt = link.UpdatedAt = work.Now;
        work.Tell("payment_link.cancelled", link);
        return Write(work, link);
    }

    /// <summary>Ends every link of the account whose time is over.</summary>
    public static void ExpireDue(RazorpayWork work)
    {
        foreach (var link in work.State.Links.Values.Where(link => link.Account == work.Account && link.EndsAt <= work.Now).ToList())
            Expire(work, link);
    }

    public static void Expire(RazorpayWork work, RazorpayLink link)
    {
        if (link.Status != "created") return;
        link.Status = "expired";
        link.ExpiredAt = link.UpdatedAt = work.Now;
        work.Tell("payment_link.expired", link);
    }

    static JsonObject Write(RazorpayWork work, RazorpayLink link) => RazorpayJson.Write(link, work.PaymentsOf(link.OrderId));

    static void Check(RazorpayWork work, RazorpayFields fields, RazorpayLink link)
    {
        if (!fields.Has("amount")) fields.Refuse("amount: cannot be blank.", "amount");
        if (RazorpayAmounts.Refusal(link.Amount, link.Currency) is { } amount) fields.Refuse(amount, "amount");
        if (fields.Flag("accept_partial")) fields.Refuse("This sandbox takes no partial payments.", "accept_partial");
        if (fields.Has("expire_by") && Instant.FromUnixTimeSeconds(Within(link.ExpireBy)) < work.Now + Shortest)
            fields.Refuse("timestamp must be atleast 15 minutes in future", "expire_by");
        if (link.EndsAt > AfterMonths(work.Now))
            fields.Refuse("expire_by cannot be more than 6 months in future", "expire_by");
        if (fields.Has("callback_url") != fields.Has("callback_method") || fields.Text("callback_method", 10) is not (null or "get"))
            fields.Refuse("callback_method must be get and is required with callback_url", "callback_method");
        if (link.CallbackUrl is { } callback && !(Uri.TryCreate(callback, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            fields.Refuse("callback_url: must be a valid URL.", "callback_url");
        if (link.ReferenceId is { } own && work.State.Links.Values.Any(other => other.Account == link.Account && other.ReferenceId == own))
            fields.Refuse($"payment link creation with reference ID ({own}) already attempted", "reference_id");
    }

    static Instant EndOf(long expireBy, Instant now) => expireBy == 0 ? AfterMonths(now) : Instant.FromUnixTimeSeconds(Within(expireBy));

    static Instant AfterMonths(Instant now) => now.InUtc().LocalDateTime.PlusMonths(LongestMonths).InUtc().ToInstant();

    /// <summary>A number that no calendar reaches is as wrong as one that is only too large.</summary>
    static long Within(long seconds) => Math.Clamp(seconds, 0, 100_000_000_000);
}
