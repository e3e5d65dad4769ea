using System.Data.Common;
using System.Net.Sockets;
using Npgsql;

namespace Booking.Service.Hosting;

/// <summary>The one data source of the process, from <c>ConnectionStrings:Booking</c>.</summary>
public static class Database
{
    /// <summary>Two that listen and tell, and one for each turn of a periodic work (<see cref="Sole"/>) beside those that the work itself uses.</summary>
    const int FewestConnections = 10;

    /// <summary>To get a connection, made anew or from the pool: who waits longer than this is better told to come again. <c>Timeout</c> sets another.</summary>
    const int SecondsForAConnection = 8;

    const string IdleInTransactionTimeout = "25P03";

    const string SessionOptions = "-c lock_timeout=5000 -c idle_in_transaction_session_timeout=10000";

    public static void Add(IHostApplicationBuilder builder)
    {
        _ = ConnectionBudget.NodesOf(builder.Configuration);
        builder.Services.AddHostedService<ConnectionBudget>();
        var connectionString = ConnectionString(builder.Configuration);
        builder.Services.AddSingleton(services =>
        {
            var source = new NpgsqlDataSourceBuilder(connectionString);
            // Else the pool is called by the connection string, in metrics too.
            source.Name = "booking";
            source.UseLoggerFactory(services.GetRequiredService<ILoggerFactory>());
            // Of several hosts the one that can be written to: after a promotion another one.
            return source.ConnectionStringBuilder.Host?.Contains(',') is true
                ? source.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary)
                : source.Build();
        });
    }

    /// <summary>
    /// The configured connection string with the session settings that the service relies on. Who has to wait longer than 8 s for a connection
    /// (<c>Timeout</c>), because all of the pool are in use or no server answers, is told to come back. <c>Host</c> may name several servers.
    /// </summary>
    /// <exception cref="StartupRefusedException">None is configured, it is malformed, or its pool is too small.</exception>
    public static string ConnectionString(IConfiguration configuration)
    {
        var configured = configuration.GetConnectionString("Booking");
        if (string.IsNullOrWhiteSpace(configured))
            throw new StartupRefusedException(
                "ConnectionStrings:Booking is not set. Run ops/run, which brings its own PostgreSQL, or set ConnectionStrings__Booking.");
        var settings = Complete("Booking", configured, ("Timeout", SecondsForAConnection));
        return settings.MaxPoolSize >= FewestConnections
            ? settings.ConnectionString
            : throw new StartupRefusedException($"Maximum Pool Size of ConnectionStrings:Booking must be {FewestConnections} or more: a node's own loops hold some, and would wait for each other.");
    }

    /// <summary>As <see cref="ConnectionString"/>, with short waits: whoever waits for a replica in vain asks the primary then.</summary>
    /// <exception cref="StartupRefusedException">It is malformed.</exception>
    public static string ReplicaConnectionString(IConfiguration configuration) =>
        Complete("BookingReplicas", configuration.GetConnectionString("BookingReplicas")!, ("Timeout", 2), ("Command Timeout", 5), ("Load Balance Hosts", true)).ConnectionString;

    static NpgsqlConnectionStringBuilder Complete(string name, string configured, params ReadOnlySpan<(string Key, object Value)> unlessSet)
    {
        try
        {
            var given = new DbConnectionStringBuilder { ConnectionString = configured };
            // How long it is remembered that a server is down, or which one is the primary.
            foreach (var (key, value) in ((string, object)[])[.. unlessSet, ("Host Recheck Seconds", 2)])
                if (!given.ContainsKey(key) && !given.ContainsKey(key.Replace(" ", "", StringComparison.Ordinal)))
                    given[key] = value;
            var settings = new NpgsqlConnectionStringBuilder(given.ConnectionString)
            {
                MaxAutoPrepare = 200,
                AutoPrepareMinUsages = 2,
                // The detail of a constraint violation quotes the row, and a row may be a person.
                IncludeErrorDetail = false,
                // Locks, search paths and listening belong to a session, and end when it goes back to the pool.
                NoResetOnClose = false,
                Multiplexing = false,
            };
            settings.ApplicationName ??= Node.SessionPrefix + Node.Name;
            settings.Options = string.IsNullOrEmpty(settings.Options) ? SessionOptions : $"{SessionOptions} {settings.Options}";
            return settings;
        }
        catch (ArgumentException)
        {
            throw new StartupRefusedException($"ConnectionStrings:{name} is not a PostgreSQL connection string (Host=...;Database=...;Username=...).");
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
            else if (cause is NpgsqlException lost and not NpgsqlOperationInProgressException)
                // None of several hosts: without a cause, or with that of each.
                return lost.IsTransient || lost.InnerException is SocketException or IOException or TimeoutException or AggregateException or null;
        return false;
    }
}
