using System.Security.Cryptography;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Payments;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;
using Npgsql;
using Payments.Adapters;

namespace Booking.Service.Gateways;

/// <summary>
/// Accounts with their secrets opened, as the adapters want them: active or not, because old payments, refunds and notifications go on with
/// the account that they began with.
/// </summary>
public sealed class GatewayAccounts : IDisposable
{
    const int MostCached = 1_000;

    const string Read = """
        select a.provider, a.live, coalesce(a.currency, d.currency), a.region, a.profile_id, s.sealed
          from gateway_accounts a join gateway_secrets s on s.account_id = a.id join doctors d on d.id = a.doctor_id
         where a.id = $1
        """;

    readonly NpgsqlDataSource dataSource;
    readonly MasterKeys masterKeys;
    readonly MemoryCache cache;

    /// <param name="realTime">By which accounts are forgotten; null for the machine's.</param>
    public GatewayAccounts(NpgsqlDataSource dataSource, MasterKeys masterKeys, ISystemClock? realTime = null)
    {
        (this.dataSource, this.masterKeys) = (dataSource, masterKeys);
        cache = new(new MemoryCacheOptions { SizeLimit = MostCached, Clock = realTime });
    }

    /// <summary>How long a node may go on with keys that another node has replaced.</summary>
    public static TimeSpan CachedFor { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The account, from memory when it was read in the last ten seconds.</summary>
    /// <returns>Null when there is no such account.</returns>
    /// <exception cref="CryptographicException">The secrets were altered, or their master key is not configured.</exception>
    public async ValueTask<GatewayAccount?> Get(GatewayAccountId account, CancellationToken ct) =>
        cache.TryGetValue(account, out GatewayAccount? cached) ? cached : await Fresh(account, ct);

    /// <summary>The account as it stands now: for when a provider refused a key or a signature that may have been replaced.</summary>
    /// <inheritdoc cref="Get"/>
    public async Task<GatewayAccount?> Fresh(GatewayAccountId account, CancellationToken ct)
    {
        var fresh = await Configured(account, ct);
        return fresh is null
            ? null
            : cache.Set(account, fresh, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = CachedFor });
    }

    /// <summary>The account that a page was opened with.</summary>
    /// <exception cref="InvalidOperationException">It is gone, which no command does.</exception>
    public async ValueTask<GatewayAccount> Of(Checkout page, CancellationToken ct) =>
        await Get(page.Order.Account, ct) ?? throw new InvalidOperationException($"The gateway account {page.Order.Account} is gone.");

    /// <summary>Whether the key that was just refused is no longer the account's: then it is worth another try with the one that is.</summary>
    public async Task<bool> WasReplaced(GatewayAccount used, CancellationToken ct) => (used, await Fresh(new(used.Id), ct)) switch
    {
        (StripeAccount a, StripeAccount b) => a.SecretKey != b.SecretKey,
        (RazorpayAccount a, RazorpayAccount b) => (a.KeyId, a.KeySecret) != (b.KeyId, b.KeySecret),
        (PayTabsAccount a, PayTabsAccount b) => a.ServerKey != b.ServerKey,
        _ => false,
    };

    /// <summary>This node forgets it now; the others do within ten seconds.</summary>
    public void Forget(GatewayAccountId account) => cache.Remove(account);

    public void Dispose() => cache.Dispose();

    async Task<GatewayAccount?> Configured(GatewayAccountId id, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Read).With(Pg.Uuid(id.Value));
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct))
            return null;
        var (provider, live, currency) = (Wire.Parse<PaymentProvider>(row.GetString(0)), row.GetBoolean(1), row.GetString(2));
        var secrets = GatewaySecrets.Open(masterKeys, id, row.GetUtf8(5));
        return provider switch
        {
            PaymentProvider.Stripe => new StripeAccount(id.Value, live, currency, secrets.Key!, secrets.WebhookSecrets!),
            PaymentProvider.Razorpay => new RazorpayAccount(id.Value, live, currency, secrets.KeyId!, secrets.Key!, secrets.WebhookSecrets!),
            PaymentProvider.PayTabs => new PayTabsAccount(
                id.Value, live, currency, row.GetString(3), row.GetInt64(4), secrets.Key!, secrets.EarlierKeys ?? []),
            _ => new ManualAccount(id.Value, live, currency, secrets.Instructions!),
        };
    }
}
