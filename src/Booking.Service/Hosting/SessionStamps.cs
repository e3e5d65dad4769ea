using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Claims;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Hosting;

/// <summary>
/// Ends sessions. A token carries the stamp that its account had when it was made; a new password, another second factor, another role and a lock give
/// the account a new one, and whoever comes with the old is nobody. A stamp that fits is taken on trust for <c>Accounts:StampSeconds</c> (0 to 60, default 5),
/// so that is how long an old token still works at a node, and each node asks once in that time for each account that is at work: a read by primary key.
/// </summary>
sealed class SessionStamps(NpgsqlDataSource dataSource, IConfiguration configuration)
{
    const string Setting = "Accounts:StampSeconds";
    const int MostKept = 50_000;

    readonly TimeSpan _fresh = TimeSpan.FromSeconds(Seconds(configuration));
    readonly ConcurrentDictionary<Guid, (string Stamp, long ReadAt)> _known = new();

    /// <summary>Whoever comes with a stamp of before is nobody from here on.</summary>
    public static void Use(WebApplication app)
    {
        var stamps = app.Services.GetRequiredService<SessionStamps>();
        app.Use(async (context, next) =>
        {
            if (!await stamps.IsCurrent(context.User, context.RequestAborted))
            {
                context.User = new(new ClaimsIdentity());
            }

            await next(context);
        });
    }

    /// <summary>Of an answer that goes on for long: it ends with the session, and not because the database was away for a moment.</summary>
    public async ValueTask<bool> StillCurrent(ClaimsPrincipal user, CancellationToken ct)
    {
        try
        {
            return await IsCurrent(user, ct);
        }
        catch (Exception e) when (Database.IsUnavailable(e))
        {
            return true;
        }
    }

    /// <summary>True for who comes without a token. All that a sign-in makes have a stamp; without one only the holder of the keys makes a token.</summary>
    async ValueTask<bool> IsCurrent(ClaimsPrincipal user, CancellationToken ct)
    {
        if (user.FindFirst(Identities.SecurityStamp)?.Value is not { } stamp || !Guid.TryParse(user.FindFirst(Identities.Id)?.Value, out var account))
        {
            return true;
        }

        // One that does not fit may be newer than what was read: whoever has just signed in again must not wait.
        if (_known.TryGetValue(account, out var known) && known.Stamp == stamp && Stopwatch.GetElapsedTime(known.ReadAt) < _fresh)
        {
            return true;
        }

        var readAt = Stopwatch.GetTimestamp();
        if (await Read(account, ct) != stamp)
        {
            _known.TryRemove(account, out _);
            return false;
        }

        if (_known.Count >= MostKept)
        {
            _known.Clear();
        }

        _known[account] = (stamp, readAt);
        return true;
    }

    async Task<string?> Read(Guid account, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("select security_stamp from identity.accounts where id = $1").With(Pg.Uuid(account));
        return await command.ExecuteScalarAsync(ct) as string;
    }

    static int Seconds(IConfiguration configuration) => configuration.GetValue(Setting, 5) is >= 0 and <= 60 and var seconds
        ? seconds : throw new StartupRefusedException($"{Setting} must be 0 to 60.");
}
