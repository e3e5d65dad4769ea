using Booking.EventStore;
using Booking.Service.SlotLocks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests.Hosting;

/// <summary>What the faults drill has found: how the service lives through a database, a provider or a row that fails.</summary>
public sealed class OutageTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    const string Planted = """
        create function planted() returns trigger language plpgsql as $$ begin raise exception 'planted'; end $$;
        create trigger planted before delete on slot_claims for each row when (old.doctor_id = '{0}') execute function planted()
        """;

    const long TurnOfDemoAccounts = 0x626f6f6b_00000100;

    [Theory]
    [InlineData("57P03")]
    [InlineData("57P01")]
    [InlineData("57014")]
    [InlineData("53100")]
    [InlineData("53300")]
    [InlineData("25006")]
    [InlineData("25P03")]
    public void What_the_database_cannot_do_just_now_is_no_bug_of_ours(string state) =>
        Assert.True(Database.IsUnavailable(new InvalidOperationException("Wrapped", new PostgresException("refused", "FATAL", "FATAL", state))));

    [Theory]
    [InlineData("P0001")]
    [InlineData("23505")]
    [InlineData("42601")]
    public void What_would_fail_again_is_not_called_an_outage(string state) =>
        Assert.False(Database.IsUnavailable(new PostgresException("refused", "ERROR", "ERROR", state)));

    [Fact]
    public void A_pool_in_which_the_service_would_wait_for_itself_is_refused_at_start()
    {
        static string Read(int size) => Database.ConnectionString(new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["ConnectionStrings:Booking"] = $"Host=h;Maximum Pool Size={size}" }).Build());

        Assert.Contains("Maximum Pool Size", Assert.Throws<StartupRefusedException>(() => Read(9)).Message, StringComparison.Ordinal);
        Assert.Contains("Maximum Pool Size=10", Read(10), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_runs_out_of_time_does_not_end_the_work_that_made_it()
    {
        using var stop = new CancellationTokenSource();
        var (times, again) = (0, new TaskCompletionSource());
        var work = Periodically.Run(
            TimeSpan.FromMilliseconds(1), "A test", NullLogger.Instance, _ =>
            {
                if (++times == 1)
                    throw new TaskCanceledException("The request was canceled due to the configured timeout.");
                again.TrySetResult();
                return Task.CompletedTask;
            }, stop.Token);

        await await Task.WhenAny(again.Task, work).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.True(again.Task.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
    }

    [Fact]
    public async Task Work_that_goes_on_failing_says_so_once_and_not_each_time()
    {
        using var stop = new CancellationTokenSource();
        var (times, often, log) = (0, new TaskCompletionSource(), new CountingLog());
        var work = Periodically.Run(
            TimeSpan.FromMilliseconds(1), "A test", log, _ =>
            {
                if (++times == 20)
                    often.TrySetResult();
                throw new IOException("The database is not there.");
            }, stop.Token);

        await await Task.WhenAny(often.Task, work).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(1, log.Lines);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
    }

    [Fact]
    public async Task A_turn_whose_session_was_lost_gives_its_connection_back()
    {
        await using var one = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(service.Database.ConnectionString) { MaxPoolSize = 1, Timeout = 5 }.ConnectionString);
        var turn = await Sole.Try(one, 0x7E57, CancellationToken.None);
        var session = turn!.Connection.ProcessID;
        await Invariants.Count(service, $"select count(pg_terminate_backend({session}))");

        await Assert.ThrowsAnyAsync<NpgsqlException>(async () => await turn.DisposeAsync());

        await using var next = await Sole.Try(one, 0x7E57, CancellationToken.None);
        Assert.NotNull(next);
    }

    [Fact]
    public async Task A_node_that_starts_beside_another_waits_for_its_turn_however_long_that_takes()
    {
        await using var other = await service.Database.DataSource.OpenConnectionAsync();
        await Do(other, $"select pg_advisory_lock({TurnOfDemoAccounts})");

        var starting = Task.Run(() => ServiceFixture.StartOn($"{service.Database.ConnectionString};Options=-c lock_timeout=100", Environments.Development));
        await Do(other, "do $$ begin while not exists (select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())) loop perform pg_sleep(0.02); end loop; perform pg_sleep(0.4); end $$");
        Assert.False(starting.IsCompleted);
        await Do(other, $"select pg_advisory_unlock({TurnOfDemoAccounts})");

        await using var node = await starting;
        Assert.True(node.Clock.GetCurrentInstant() > Instant.MinValue);
    }

    [Fact]
    public async Task A_hold_that_cannot_be_closed_keeps_no_other_from_it()
    {
        var (broken, other) = (await Clinic.Open(service), await Clinic.Open(service));
        foreach (var clinic in (Clinic[])[broken, other])
            _ = (await clinic.Hold(service.Patient(), (await clinic.Free())[0])).Value;
        await using (var plant = service.Database.DataSource.CreateCommand(Planted.Replace("{0}", broken.Doctor.ToString(), StringComparison.Ordinal)))
            await plant.ExecuteNonQueryAsync();

        await service.Advance(Duration.FromMinutes(11));
        await service.Services.GetRequiredService<HoldSweep>().Sweep(CancellationToken.None);

        Assert.Equal(0, await Claims(other));
        Assert.Equal(1, await Claims(broken));
        await using var mend = service.Database.DataSource.CreateCommand("drop trigger planted on slot_claims");
        await mend.ExecuteNonQueryAsync();
        await service.Services.GetRequiredService<HoldSweep>().Sweep(CancellationToken.None);
        Assert.Equal(0, await Claims(broken));
    }

    static async Task Do(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }

    Task<long> Claims(Clinic clinic) => Invariants.Count(service, "select count(*) from slot_claims where doctor_id = $1", Pg.Uuid(clinic.Doctor));

    sealed class CountingLog : ILogger
    {
        public int Lines { get; private set; }

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines++;
        public bool IsEnabled(LogLevel logLevel) => true;
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
    }
}
