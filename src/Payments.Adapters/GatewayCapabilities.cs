using NodaTime;

namespace Payments.Adapters;

/// <summary>What a provider can do, where they differ.</summary>
/// <param name="HasPage">Whether there is a page to pay on at all.</param>
/// <param name="ShortestLifetime">The least time between opening a page and its end that the provider accepts.</param>
/// <param name="LongestLifetime">The most.</param>
/// <param name="CancelsCheckout">Whether a page can be closed before its time.</param>
/// <param name="RefundReplay">For how long after the first send a refund may be repeated without paying twice; null: never blindly.</param>
public sealed record GatewayCapabilities(
    bool HasPage, Duration ShortestLifetime, Duration LongestLifetime, bool CancelsCheckout, Duration? RefundReplay);
