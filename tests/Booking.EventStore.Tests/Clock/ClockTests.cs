using Booking.EventStore.Outbox;
using Booking.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Xunit;

namespace Booking.EventStore.Tests.Clock;

/// <summary>A database, and nodes that keep its clock as the service does.</summary>
public abstract class ClockTests : IAsyncLifetime
{
    readonly List<IAsyncDisposable> _opened = [];

    private protected TestDatabase Database { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Database = await TestDatabase.Create(
        async connectionString =>
        {
            await using var dataSource = NpgsqlDataSource.Create(connectionString);
            await new Migrator(dataSource, typeof(DatabaseClock).Assembly).Migrate(CancellationToken.None);
        },
        "event store");

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in _opened)
        {
            await opened.DisposeAsync();
        }

        await Database.DisposeAsync();
    }

    private protected NpgsqlDataSource Open(string options = "")
    {
        var dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Options = options });
        _opened.Add(dataSource);
        return dataSource;
    }

    private protected async Task<IHost> StartNode(Action<IServiceCollection>? more = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(Open()).AddDatabaseClock(movable: true);
        more?.Invoke(builder.Services);
        if (more is null)
        {
            builder.Services.AddHostedService(static s => s.GetRequiredService<Listener>());
        }

        var host = builder.Build();
        _opened.Insert(0, (IAsyncDisposable)host);

        // What the tests see must have been told, not found by the next measurement.
        host.Services.GetServices<IHostedService>().OfType<ClockKeeper>().Single().Interval = TimeSpan.FromHours(1);
        await host.StartAsync();
        await host.Services.GetRequiredService<Listener>().Listening;
        return host;
    }

    private protected async Task Run(string sql)
    {
        await using var command = Database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
