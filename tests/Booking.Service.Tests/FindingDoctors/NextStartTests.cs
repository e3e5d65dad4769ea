using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Availability;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.FindingDoctors;

public sealed class NextStartTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task A_hold_on_the_next_start_moves_it_on_and_its_lapse_brings_it_back_unswept()
    {
        var (directory, doctor) = await Open();
        var first = await Next(doctor);

        _ = (await service.Patient().Hold(new(doctor, first, AppointmentType.Standard))).Value;
        Assert.Equal(first + Duration.FromMinutes(30), await Next(doctor));
        Assert.Equal(first + Duration.FromMinutes(30), Assert.Single(await directory.Find(new(Sort: "nextAvailable"))).NextAvailable);
        await service.Advance(Duration.FromMinutes(11));

        Assert.Equal(first, await Next(doctor));
        Assert.Equal(first, Assert.Single(await directory.Find(new(Sort: "nextAvailable"))).NextAvailable);
    }

    [Fact]
    public async Task A_hold_elsewhere_leaves_what_is_known_as_it_is()
    {
        var (_, doctor) = await Open();
        var first = await Next(doctor);
        var known = await Known(doctor);

        var hold = (await service.Patient().Hold(new(doctor, first + Duration.FromDays(2), AppointmentType.Standard))).Value;
        Assert.Equal(known, await Known(doctor));
        Assert.Equal(first, await Next(doctor));

        Assert.Equal(first + Duration.FromDays(2), hold.Start);
    }

    [Fact]
    public async Task A_doctor_without_slots_is_not_computed_again_at_each_look()
    {
        var directory = new Directory(service);
        var doctor = await directory.Add("Never");
        Assert.Null(Assert.Single(await directory.Find(new(Sort: "nextAvailable"))).NextAvailable);
        var known = await Known(doctor);

        Assert.Null(Assert.Single(await directory.Find(new(Sort: "nextAvailable"))).NextAvailable);

        Assert.Equal(known, await Known(doctor));
    }

    [Fact]
    public async Task What_was_read_before_a_change_is_not_kept_after_it()
    {
        var (_, doctor) = await Open();
        var first = await Next(doctor);
        var now = service.Now;
        await using var connection = await service.Database.DataSource.OpenConnectionAsync();
        await Run("update next_starts set known_until = '-infinity' where doctor_id = $1", doctor);
        var read = await NextStartRows.Compute(connection, [doctor], now, CancellationToken.None);
        Assert.Equal(first, Assert.Single(read).Next.Start);

        _ = (await service.Patient().Hold(new(doctor, first, AppointmentType.Standard))).Value;

        Assert.Equal(0, await NextStartRows.Store(connection, read, now, CancellationToken.None));
        Assert.Equal(first + Duration.FromMinutes(30), await Next(doctor));
    }

    [Fact]
    public async Task A_reader_waits_for_nobody_who_changes_a_calendar()
    {
        var (directory, doctor) = await Open();
        var first = await Next(doctor);
        await Run("update next_starts set known_until = '-infinity' where doctor_id = $1", doctor);
        await using var connection = await service.Database.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var change = new Npgsql.NpgsqlCommand("update next_starts set stamp = stamp + 1 where doctor_id = $1", connection, transaction).With(Pg.Uuid(doctor)))
            await change.ExecuteNonQueryAsync();

        Assert.Equal(first, await Next(doctor).WaitAsync(TimeSpan.FromSeconds(4)));
        Assert.Equal(first, Assert.Single(await directory.Find(new(Sort: "name")).WaitAsync(TimeSpan.FromSeconds(4))).NextAvailable);
    }

    [Fact]
    public async Task Readers_who_wait_for_their_turn_keep_no_connection()
    {
        await using var few = new Npgsql.NpgsqlDataSourceBuilder(new Npgsql.NpgsqlConnectionStringBuilder(service.Database.ConnectionString) { MaxPoolSize = 2, Timeout = 5 }.ToString()).Build();
        using var starts = new NextStarts(few);
        var (done, asked, working) = (new TaskCompletionSource(), 0, 0);

        // Each finds something stale when it looks first; whoever has the turn then takes its time.
        async Task Read()
        {
            var first = true;
            await starts.Settle(
                async (_, ct) =>
                {
                    if (first)
                    {
                        first = false;
                        Interlocked.Increment(ref asked);
                        return [Guid.NewGuid()];
                    }

                    Interlocked.Increment(ref working);
                    await done.Task.WaitAsync(ct);
                    return [];
                },
                service.Now, CancellationToken.None);
        }

        var readers = Task.WhenAll(Read(), Read(), Read());
        await Waiting.Until(() => Task.FromResult(readers.IsCompleted || Volatile.Read(ref asked) + Volatile.Read(ref working) == 4), "readers to wait for their turn");

        await using (await few.OpenConnectionAsync())
            done.SetResult();
        await readers;
    }

    [Fact]
    public async Task Readers_and_patients_at_once_leave_it_right()
    {
        var (directory, doctor) = await Open();
        var first = await Next(doctor);

        await Task.WhenAll(Enumerable.Range(0, 24).Select(async i =>
        {
            if (i % 3 == 0)
                _ = await service.Patient().Hold(new(doctor, first + (Duration.FromMinutes(30) * (i / 3)), AppointmentType.Standard));
            else
                _ = i % 3 == 1 ? (await directory.Find(new(Sort: "nextAvailable"))).Count : (await Next(doctor)).ToUnixTimeSeconds();
        }));

        Assert.Equal(first + (Duration.FromMinutes(30) * 8), await Next(doctor));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task In_the_background_everything_is_brought_up_to_date()
    {
        _ = await Open();
        await service.Advance(Duration.FromDays(2));

        // The node's own loop may have the turn just now; then it is the one that does it.
        var stale = $"select count(*) from next_starts n where {NextStarts.IsStale("$1")}";
        await Waiting.Until(
            async () =>
            {
                await service.Services.GetRequiredService<NextStartsKeeper>().Work(CancellationToken.None);
                return await Invariants.Count(service, stale, Pg.At(service.Now)) == 0;
            },
            "next starts that are all known");
    }

    /// <summary>A minute after the full hour, so that no notice begins while a test runs.</summary>
    async Task<(Directory Directory, Guid Doctor)> Open()
    {
        await service.Advance(Duration.FromMinutes(61 - service.Now.InUtc().Minute));
        var directory = new Directory(service);
        return (directory, await directory.Add("One", weekly: Clinic.Daily(LocalTime.Midnight, LocalTime.Midnight)));
    }

    async Task<Instant> Next(Guid doctor) => (await service.Anonymous().Doctor(doctor)).Value.NextAvailable!.Value;

    Task<string> Known(Guid doctor) => Invariants.Text(service, "select concat_ws(' ', starts_at, known_from, known_until) from next_starts where doctor_id = $1", doctor);

    async Task Run(string sql, Guid doctor)
    {
        await using var command = service.Database.DataSource.CreateCommand(sql).With(Pg.Uuid(doctor));
        await command.ExecuteNonQueryAsync();
    }
}
