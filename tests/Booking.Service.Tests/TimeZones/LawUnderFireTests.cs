using System.Net;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Schedules;
using NodaTime;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests.TimeZones;

/// <summary>A law is applied while a node is killed, and while patients book.</summary>
[Collection(OneProcess.Name)]
public sealed class LawUnderFireTests(LawFixture service) : IClassFixture<LawFixture>
{
    static readonly LocalDate Day = new(2026, 11, 26);
    static readonly Duration Hour = Duration.FromHours(1);

    [Fact]
    public async Task A_node_that_is_killed_in_the_middle_leaves_each_doctor_done_or_not_done_and_the_next_goes_on()
    {
        List<(Clinic Clinic, AppointmentAnswer Visit)> booked = [];
        for (var i = 0; i < 6; i++)
        {
            var clinic = await service.OpenBefore(new(9, 0), new(12, 0));
            booked.Add((clinic, await clinic.Confirmed(service.Patient(), LawFixture.In(LawFixture.Havana, Day, 10))));
        }

        booked.Sort((a, b) => string.CompareOrdinal(a.Clinic.Doctor.ToString(), b.Clinic.Doctor.ToString()));
        await using (var connection = await service.Database.DataSource.OpenConnectionAsync())
        {
            // The node goes through the doctors in order and must wait at the fourth.
            await using var transaction = await connection.BeginTransactionAsync();
            await using var hold = new NpgsqlCommand("select 1 from mt_streams where id = $1 for update", connection, transaction)
                .With(Pg.Uuid(Schedule.Stream(new(booked[3].Clinic.Doctor))));
            await hold.ExecuteNonQueryAsync();
            await using var node = await ServiceProcess.Start(service);
            await Waiting.Until(async () => await Moved(booked) == 3, "three doctors to be done");
            node.Kill();
            Assert.Equal(booked.Select((_, i) => i < 3), await Task.WhenAll(booked.Select(IsMoved)));
        }

        await using var next = await ServiceProcess.Start(service);
        await Waiting.Until(async () => await Moved(booked) == 6, "the next node to go on");
        var ops = next.For(service.Ops());
        await Waiting.Until(async () => (await ops.ApplyTimeZones(new())).Body is { Run: null }, "nothing to be left");
        Zones.Use(Tzdb.After);
        foreach (var (_, visit) in booked)
            Assert.Equal(1, await Moves(visit));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Patients_who_hold_book_and_call_off_meanwhile_lose_nothing_and_collide_with_nobody()
    {
        var clinic = await service.OpenBefore(new(6, 0), new(22, 0));
        var free = await clinic.Free(from: Day, days: 1);
        List<AppointmentAnswer> before = [];
        foreach (var start in free.Where((_, i) => i % 4 == 0))
            before.Add(await clinic.Confirmed(service.Patient(), start));
        Zones.Use(Tzdb.After);

        await Task.WhenAll([.. Enumerable.Range(0, 6).Select(Live), Apply()]);
        await Waiting.Until(async () => (await service.Enact(Tzdb.After)).Run is null, "nothing to be left");

        foreach (var visit in before)
            Assert.Contains((await service.Visit(visit)).Start, new[] { visit.Start, visit.Start - Hour });
        await Invariants.Check(service);

        async Task Apply()
        {
            for (var i = 0; i < 3; i++)
                await service.Ops().ApplyTimeZones(new());
        }

        async Task Live(int who)
        {
            var patient = service.Patient();
            for (var i = 0; i < 6; i++)
            {
                var at = free[((who * 7) + (i * 5)) % free.Count] - (i % 2 == 0 ? Hour : Duration.Zero);
                if ((await clinic.Hold(patient, at)).Body is not { } hold || (await Clinic.Book(patient, hold)).Body is not { } visit || i % 3 != 0)
                    continue;
                Assert.Equal(HttpStatusCode.OK, (await patient.Cancel(visit.Id, new("No"))).Status);
            }
        }
    }

    async Task<int> Moved(List<(Clinic Clinic, AppointmentAnswer Visit)> booked) => (await Task.WhenAll(booked.Select(IsMoved))).Count(moved => moved);

    async Task<bool> IsMoved((Clinic Clinic, AppointmentAnswer Visit) booked) => (await service.Visit(booked.Visit)).Start == booked.Visit.Start - Hour;

    Task<long> Moves(AppointmentAnswer visit) => Invariants.Count(
        service, "select count(*) from mt_events where stream_id = $1 and type = 'appointment_time_moved_by_law'", Pg.Uuid(visit.Id));
}
