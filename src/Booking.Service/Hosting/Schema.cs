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

    /// <exception cref="StartupRefusedException">The schema is not current, newer than this program, or the database does not answer.</exception>
    public async Task Ensure(CancellationToken ct)
    {
        try
        {
            if (environment.IsDevelopment())
                await migrator.Migrate(ct);
            else if (!await migrator.IsCurrent(ct))
                throw new StartupRefusedException("The database's schema is not up to date. Run: Booking.Service migrate");
            current = true;
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
}
