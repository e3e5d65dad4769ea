using System.Text.Json;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using Payments.Adapters.Wire;

namespace Payments.Adapters.PayTabs;

/// <summary>
/// The two endpoints. Requests are sent once, because nothing tells a repeat from a second payment; queries are counted, because PayTabs
/// refuses more than about 20 a minute of a profile.
/// </summary>
sealed class PayTabsCalls(GatewayOptions options, ILogger logger) : IDisposable
{
    const int WindowParts = 6;

    readonly WireClient client = new("paytabs", options, PayTabsErrors.WorthAgain, logger);

    // A window that slides, not a bucket: a full bucket and what drips into it could be twice the limit within one minute.
    readonly PartitionedRateLimiter<long> budget = PartitionedRateLimiter.Create<long, long>(profile =>
        RateLimitPartition.GetSlidingWindowLimiter(profile, _ => new()
        {
            PermitLimit = options.PayTabsQueriesPerMinute,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = WindowParts,
            QueueLimit = 0,
        }));

    public async Task<WireAnswer> Request(PayTabsAccount account, string operation, string body, CancellationToken ct) =>
        AddressOf(account) is { } address
            ? await client.Send(Call(account, operation, new(address, "payment/request"), body, again: false), ct)
            : NoSuchRegion(reads: false);

    /// <summary>Transactions of a cart (<c>cart_id</c>) or one by its reference (<c>tran_ref</c>); none when PayTabs knows of none.</summary>
    public async Task<(IReadOnlyList<JsonElement>? Found, GatewayFailure? Failure)> Query(
        PayTabsAccount account, string field, string value, CancellationToken ct)
    {
        if (AddressOf(account) is not { } address) return (null, NoSuchRegion(reads: true).Lost);
        using var lease = budget.AttemptAcquire(account.ProfileId);
        if (!lease.IsAcquired)
        {
            var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1) / WindowParts;
            return (null, new GatewayFailure.Transient("this minute's queries of the profile are spent", wait));
        }

        var body = PayTabsRequests.Query(account, field, value);
        var answer = await client.Send(Call(account, "query", new(address, "payment/query"), body, again: true), ct);
        if (PayTabsErrors.IsNotFound(answer)) return ([], null);
        if (PayTabsErrors.Failed(answer)) return (null, PayTabsErrors.Read(answer));
        return answer.Json is { ValueKind: JsonValueKind.Array or JsonValueKind.Object } json
            ? (PayTabsAnswers.Transactions(json), null)
            : (null, answer.Unreadable());
    }

    public void Dispose()
    {
        client.Dispose();
        budget.Dispose();
    }

    Uri? AddressOf(PayTabsAccount account) => options.PayTabs ?? PayTabsRegions.AddressOf(account.Region);

    static WireAnswer NoSuchRegion(bool reads) => WireAnswer.None(reads, new GatewayFailure.Permanent("region", "PayTabs has no such region"));

    // Repeats of a query within one call are few and count as one: the budget is well below the limit.
    static WireCall Call(PayTabsAccount account, string operation, Uri address, string body, bool again) =>
        new(operation, HttpMethod.Post, address, again, Reads: again, headers => headers.TryAddWithoutValidation("authorization", account.ServerKey))
        {
            Body = (body, "application/json"),
        };
}
