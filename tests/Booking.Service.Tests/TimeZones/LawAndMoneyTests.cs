using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.TimeZones;

/// <summary>What a clock that the law has moved does to deadlines, refunds, calendars and mail.</summary>
[Collection(OneProcess.Name)]
public sealed class LawAndMoneyTests(LawFixture service) : IClassFixture<LawFixture>
{
    static readonly LocalDate Today = new(2026, 11, 23);

    [Fact]
    public async Task The_deadline_of_an_unpaid_visit_is_never_after_its_new_start()
    {
        var clinic = await service.OpenBefore(new(9, 0), new(17, 0));
        var start = LawFixture.In(LawFixture.Havana, Today, 15);
        var visit = await clinic.Pending(service.Patient(), start);
        Assert.Equal(start, await PayBy(visit));

        await service.Enact(Tzdb.After);

        Assert.Equal(start - Duration.FromHours(1), await PayBy(visit));
        Assert.Equal(
            1, await Invariants.Count(
                service, "select count(*) from outbox where type = 'close_unpaid_visit' and body ->> 'appointment' = $1 and deliver_at = $2",
                Pg.Text(visit.Id.ToString()), Pg.At(start - Duration.FromHours(1))));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_visit_that_comes_nearer_by_law_costs_no_more_to_call_off_nor_to_move()
    {
        var policy = new DoctorPolicy([new(24, 100), new(2, 50)], RescheduleHoursBefore: 24, NoShowRefundPercent: 0);
        var clinic = await service.OpenBefore(new(0, 0), new(0, 0), policy: policy);
        var patient = service.Patient();
        // 24 hours and a half from now; by the new law 23 and a half.
        var visit = await clinic.Confirmed(patient, LawFixture.Morning + Duration.FromMinutes(24 * 60 + 30));

        await service.Enact(Tzdb.After);

        Assert.Equal(LawFixture.Morning + Duration.FromMinutes(23 * 60 + 30), (await service.Visit(visit)).Start);
        Assert.Equal(visit.Due, (await patient.PreviewCancellation(visit.Id)).Value.Refund);
        _ = (await patient.Reschedule(visit.Id, new(visit.Start + Duration.FromDays(2)))).Value;
        Assert.Equal(visit.Due, (await patient.PreviewCancellation(visit.Id)).Value.Refund);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Both_parties_of_a_confirmed_visit_are_told_once_and_nobody_of_one_that_could_not_move()
    {
        var clinic = await service.OpenBefore(new(8, 0), new(17, 0), slot: 60);
        var moves = await clinic.Confirmed(service.DemoPatient(), LawFixture.In(LawFixture.Havana, Today.PlusDays(3), 15));
        var stays = await clinic.Confirmed(service.DemoPatient(), LawFixture.In(LawFixture.Havana, Today.PlusDays(3), 9));
        _ = (await clinic.Hold(service.Patient(), LawFixture.In(LawFixture.Havana, Today.PlusDays(3), 8))).Value;

        await service.Enact(Tzdb.After);
        await service.Enact(Tzdb.After);

        Assert.Equal(2, await Notices(moves));
        Assert.Equal(0, await Notices(stays));
    }

    Task<long> Notices(AppointmentAnswer visit) => Invariants.Count(
        service, "select count(*) from outbox where type = 'send_notice' and body ->> 'kind' = 'clock_changed' and body ->> 'appointment' = $1", Pg.Text(visit.Id.ToString()));

    async Task<Instant> PayBy(AppointmentAnswer visit)
    {
        await using var command = service.Database.DataSource.CreateCommand("select pay_by from appointments where id = $1").With(Pg.Uuid(visit.Id));
        await using var row = await command.ExecuteReaderAsync();
        Assert.True(await row.ReadAsync());
        return row.GetInstant(0);
    }
}
