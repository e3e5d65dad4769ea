using System.Buffers.Binary;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Booking.Service.Hosting;

/// <summary>
/// <c>RateLimits:User:PerMinute</c> counts an account, <c>RateLimits:Address:PerMinute</c> an address without a sign-in (IPv6: its
/// /64), <c>RateLimits:Webhook:PerMinute</c> an address that notifies of payments, <c>RateLimits:SignIn:PerMinute</c> an address that signs in, registers or asks for a reset. Each is a bucket that holds one
/// minute's worth and refills evenly, in this process.
/// </summary>
public static class RateLimits
{
    /// <summary>The policy of endpoints that guess at passwords or send mail: counted by address, signed in or not.</summary>
    public const string SignIn = "sign-in";

    public static void Add(WebApplicationBuilder builder)
    {
        var user = Bucket(builder.Configuration, "User");
        var address = Bucket(builder.Configuration, "Address");
        var webhook = Bucket(builder.Configuration, "Webhook");
        var signIn = Bucket(builder.Configuration, "SignIn");
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = Refuse;
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, Client>(context => Partition(context, user, address, webhook));
            limiter.AddPolicy(SignIn, context => RateLimitPartition.GetTokenBucketLimiter(Client.AtAddress(context), _ => signIn));
        });
    }

    static RateLimitPartition<Client> Partition(HttpContext context, TokenBucketRateLimiterOptions user, TokenBucketRateLimiterOptions address,
        TokenBucketRateLimiterOptions webhook) =>
        context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal) ? RateLimitPartition.GetNoLimiter(default(Client))
        : context.Request.Path.StartsWithSegments("/webhooks", StringComparison.Ordinal) ? RateLimitPartition.GetTokenBucketLimiter(Client.Notifying(context), _ => webhook)
        : Client.SignedIn(context) is { } account ? RateLimitPartition.GetTokenBucketLimiter(account, _ => user)
        : RateLimitPartition.GetTokenBucketLimiter(Client.AtAddress(context), _ => address);

    static TokenBucketRateLimiterOptions Bucket(ConfigurationManager configuration, string name)
    {
        var setting = $"RateLimits:{name}:PerMinute";
        if (!int.TryParse(configuration[setting], out var perMinute) || perMinute < 1)
            throw new StartupRefusedException($"{setting} must be a whole number of requests, 1 or more.");
        var perTick = Math.Max(1, perMinute / 60);
        return new()
        {
            TokenLimit = perMinute,
            TokensPerPeriod = perTick,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) * ((double)perTick / perMinute),
            QueueLimit = 0,
        };
    }

    static async ValueTask Refuse(OnRejectedContext rejected, CancellationToken ct)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString();
        var problem = Problems.Of(rejected.HttpContext, StatusCodes.Status429TooManyRequests);
        await (rejected.HttpContext.RequestServices.GetRequiredService<ProblemPage>()(rejected.HttpContext, problem.ProblemDetails) ?? problem).ExecuteAsync(rejected.HttpContext);
    }

    enum Kind : byte { None, Account, Address, Webhook }

    /// <summary>Whom a request is counted for. A value, so that counting allocates nothing.</summary>
    readonly record struct Client(Kind Kind, UInt128 Value)
    {
        public static Client? SignedIn(HttpContext context) =>
            context.User.FindFirst(Identities.Id) is { } id && Guid.TryParse(id.Value, out var account)
                ? new(Kind.Account, Number(account)) : null;

        public static Client AtAddress(HttpContext context) => new(Kind.Address, AddressOf(context));

        /// <summary>A provider calls for all its accounts from a few addresses, so these have a bucket of their own, and a larger one.</summary>
        public static Client Notifying(HttpContext context) => AtAddress(context) with { Kind = Kind.Webhook };

        static UInt128 Number(Guid account)
        {
            Span<byte> bytes = stackalloc byte[16];
            account.TryWriteBytes(bytes);
            return BinaryPrimitives.ReadUInt128BigEndian(bytes);
        }

    }

    /// <summary>
    /// By what an address is counted: a household or a server rents a whole /64, so its addresses count as one; IPv4 counts by all its bits.
    /// </summary>
    public static UInt128 AddressOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        if (address is { IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        if (address is null || !address.TryWriteBytes(bytes, out _))
            return 0;
        bytes[8..].Clear();
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
