using Booking.EventStore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Booking.Service.Hosting;

/// <summary>
/// Whether the database has the schema that this program works with. Development brings it up to date at start; anywhere else that is
/// somebody's decision, so the service refuses to start and names the command.
/// </summary>
public sealed class Schema(Migrator migrator, IHostEnvironment environment) : IHealthCheck
{
    bool current;

    /// <summary>Before anything else uses the database.</summary>
    /// <exception cref="StartupRefusedException">The schema is not current or newer than this program, or the database does not answer.</exception>
    public Task Ensure(CancellationToken ct) => environment.IsDevelopment() ? Migrate(ct) : Demand(ct);

    /// <returns>The names of what was applied now.</returns>
    /// <inheritdoc cref="Ensure"/>
    public async Task<IReadOnlyList<string>> Migrate(CancellationToken ct)
    {
        var applied = await InOneLine(() => migrator.Migrate(ct));
        current = true;
        return applied;
    }

    /// <inheritdoc cref="Ensure"/>
    public async Task Demand(CancellationToken ct)
    {
        current = await InOneLine(() => migrator.IsCurrent(ct));
        if (!current)
            throw new StartupRefusedException("The database's schema is not up to date. Run: ops/booking migrate (or: dotnet Booking.Service.dll migrate)");
    }

    /// <remarks>Asked until it was so once: a newer node that migrates further while this one still serves does not stop it.</remarks>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            current = current || await migrator.IsCurrent(cancellationToken);
            return current ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The schema is not up to date.");
        }
        catch (Exception refused) when (refused is MigrationRefusedException or NpgsqlException)
        {
            return HealthCheckResult.Unhealthy(exception: refused);
        }
    }

    /// <summary>What an operator can do something about is said in one line; a migration that fails is a bug and keeps its stack.</summary>
    static async Task<T> InOneLine<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (MigrationRefusedException refused)
        {
            throw new StartupRefusedException(refused.Message);
        }
        catch (NpgsqlException lost) when (lost is PostgresException { SqlState: "3D000" or "28P01" or "28000" } || Database.IsUnavailable(lost))
        {
            throw new StartupRefusedException($"The database of ConnectionStrings:Booking does not answer: {lost.Message}");
        }
    }
}
