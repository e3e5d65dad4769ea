using System.Net.Sockets;
using Npgsql;

namespace Booking.Service.Hosting;

/// <summary>The one data source of the process, from <c>ConnectionStrings:Booking</c>.</summary>
public static class Database
{
    /// <summary>Two that listen and tell, and one for each turn of a periodic work (<see cref="Sole"/>) beside those that the work itself uses.</summary>
    const int FewestConnections = 10;

    const string IdleInTransactionTimeout = "25P03";

    const string SessionOptions = "-c lock_timeout=5000 -c idle_in_transaction_session_timeout=10000";

    public static void Add(IHostApplicationBuilder builder)
    {
        var connectionString = ConnectionString(builder.Configuration);
        builder.Services.AddSingleton(services =>
        {
            var source = new NpgsqlDataSourceBuilder(connectionString);
            source.UseLoggerFactory(services.GetRequiredService<ILoggerFactory>());
            return source.Build();
        });
    }

    /// <summary>The configured connection string with the session settings that the service relies on.</summary>
    /// <exception cref="StartupRefusedException">None is configured, or it is malformed.</exception>
    public static string ConnectionString(IConfiguration configuration)
    {
        var configured = configuration.GetConnectionString("Booking");
        if (string.IsNullOrWhiteSpace(configured))
            throw new StartupRefusedException(
                "ConnectionStrings:Booking is not set. Run ops/run, which brings its own PostgreSQL, or set ConnectionStrings__Booking.");
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(configured)
            {
                MaxAutoPrepare = 200,
                AutoPrepareMinUsages = 2,
                // The detail of a constraint violation quotes the row, and a row may be a person.
                IncludeErrorDetail = false,
            };
            if (settings.MaxPoolSize < FewestConnections)
                throw new StartupRefusedException($"Maximum Pool Size of ConnectionStrings:Booking must be {FewestConnections} or more: a node's own loops hold some, and would wait for each other.");
            settings.ApplicationName ??= "booking";
            settings.Options = string.IsNullOrEmpty(settings.Options) ? SessionOptions : $"{SessionOptions} {settings.Options}";
            return settings.ConnectionString;
        }
        catch (ArgumentException)
        {
            throw new StartupRefusedException("ConnectionStrings:Booking is not a PostgreSQL connection string (Host=...;Database=...;Username=...).");
        }
    }

    /// <summary>
    /// True when the database is lost, full, read-only, starting or stopping, or has ended the statement or the session, so that the same
    /// request may succeed later.
    /// </summary>
    public static bool IsUnavailable(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
            if (cause is PostgresException refused)
                return refused.IsTransient || refused.SqlState.StartsWith("57", StringComparison.Ordinal)
                    || refused.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction or IdleInTransactionTimeout;
            else if (cause is NpgsqlException lost)
                return lost.IsTransient || lost.InnerException is SocketException or IOException or TimeoutException;
        return false;
    }
}
