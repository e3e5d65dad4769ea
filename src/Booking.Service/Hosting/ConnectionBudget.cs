using System.Globalization;
using Npgsql;

namespace Booking.Service.Hosting;

/// <summary>
/// Says at start, once, when all nodes together may ask the server for more connections than it has: <c>Nodes:Count</c> nodes (default 1; count
/// the one that a rolling restart has more) with <c>Maximum Pool Size</c> connections each. A few stay free for people and replicas.
/// </summary>
sealed class ConnectionBudget(NpgsqlDataSource dataSource, IConfiguration configuration, ILogger<ConnectionBudget> log) : BackgroundService
{
    /// <summary>Beside those that the server keeps for its superuser.</summary>
    const int ForPeople = 5;

    const string Limits = "select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var command = dataSource.CreateCommand(Limits);
            var most = (int)(await command.ExecuteScalarAsync(stoppingToken))! - ForPeople;
            var (nodes, pool) = (NodesOf(configuration), new NpgsqlConnectionStringBuilder(dataSource.ConnectionString).MaxPoolSize);
            if (Excess(nodes, pool, most) is { } fits)
                log.LogWarning(
                    "{Nodes} nodes with up to {Pool} connections each may ask the database for more than the {Most} that it has for them. Set Maximum Pool Size in ConnectionStrings:Booking to {Fits} at most, or raise max_connections",
                    nodes, pool, most, fits);
        }
        catch (NpgsqlException)
        {
            // The database was there a moment ago; whoever needs it says that it is gone.
        }
    }

    /// <returns>The pool that fits, at least 1; null when there are enough.</returns>
    internal static int? Excess(int nodes, int pool, int most) => (long)nodes * pool <= most ? null : Math.Max(1, most / nodes);

    /// <exception cref="StartupRefusedException">The setting is no number from 1 to 1,000.</exception>
    internal static int NodesOf(IConfiguration configuration) => configuration["Nodes:Count"] is not { } given ? 1
        : int.TryParse(given, CultureInfo.InvariantCulture, out var nodes) && nodes is >= 1 and <= 1_000 ? nodes
        : throw new StartupRefusedException("Nodes:Count must be a number from 1 to 1000.");
}
