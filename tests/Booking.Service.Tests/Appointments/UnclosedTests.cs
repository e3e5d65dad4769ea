using Booking.Contracts;
using NodaTime;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests.Appointments;

/// <summary>What nobody has closed is told to the desk, and what a wrong sum of a missed visit looks like.</summary>
public sealed class UnclosedTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Two_hours_after_its_end_a_visit_that_nobody_closed_is_on_every_days_sheet_until_somebody_does()
    {
        var clinic = await Clinic.Open(service);
        var (patient, desk) = (service.DemoPatient(), service.Desk());
        var free = await clinic.Free(from: clinic.Today.PlusDays(2));
        var visits = new[] { await clinic.Confirmed(patient, free[0]), await clinic.Confirmed(patient, free[1]), await clinic.Confirmed(patient, free[40]) };
        _ = await clinic.Confirmed(patient, free[2]) is { } cancelled ? (await patient.Cancel(cancelled.Id, new("No"))).Value : null;
        await service.AdvanceTo(visits[0].End + Duration.FromHours(2) - Duration.FromSeconds(30));
        Assert.Empty((await Sheet(clinic)).Unclosed);
        await service.AdvanceTo(visits[1].End + Duration.FromHours(2) + Duration.FromSeconds(1));

        var other = (await service.Doctor(clinic.Doctor).DaySheet(clinic.Doctor, clinic.Today.PlusDays(3))).Value;
        Assert.Equal([visits[0].Id, visits[1].Id], other.Unclosed.Select(visit => visit.AppointmentId));
        Assert.Equal((visits[0].Start, visits[0].End, visits[0].PatientId), (other.Unclosed[0].Start, other.Unclosed[0].End, other.Unclosed[0].Patient.Id));
        Assert.True((await clinic.OnDaySheet(free[0])).Unclosed);
        Assert.False((await clinic.OnDaySheet(free[40])).Unclosed);
        _ = (await desk.Complete(visits[0].Id)).Value;

        Assert.Equal(visits[1].Id, Assert.Single((await Sheet(clinic)).Unclosed).AppointmentId);
        Assert.False((await clinic.OnDaySheet(free[0])).Unclosed);
        Assert.Empty((await Sheet(await Clinic.Open(service))).Unclosed);
    }

    [Fact]
    public async Task Verify_sees_a_missed_visit_that_keeps_another_sum_than_its_fee_and_one_that_stands_again_with_too_little()
    {
        await using var alone = new Alone(new());
        await alone.Service.InitializeAsync();
        var clinic = await Clinic.Open(alone.Service, policy: Clinic.Policy with { NoShowRefundPercent = 30 });
        var (patient, desk) = (alone.Service.Patient(), alone.Service.Desk());
        var free = await clinic.Free(from: clinic.Today.PlusDays(2));
        var (missed, open) = (await clinic.Confirmed(patient, free[0]), await clinic.Confirmed(patient, free[1]));
        await alone.Service.AdvanceTo(free[1]);
        foreach (var visit in (AppointmentAnswer[])[missed, open])
            _ = (await desk.NoShow(visit.Id)).Value;
        _ = (await desk.Reopen(open.Id)).Value;
        await Invariants.Check(alone.Service);

        // Visit and payment agree with each other, and not with what was decided.
        foreach (var visit in (AppointmentAnswer[])[missed, open])
        {
            await Run(alone.Service, visit, -1);
            var found = (await alone.Service.Ops().Verify()).Value.Invariants.Single(invariant => invariant.Name == "money-differs-from-visit");
            Assert.Contains(visit.Id.ToString(), Assert.Single(found.Examples), StringComparison.Ordinal);
            await Run(alone.Service, visit, +1);
        }

        await Invariants.Check(alone.Service);
    }

    [Fact]
    public async Task A_visit_that_ended_before_it_could_say_how_says_so_since()
    {
        var clinic = await Clinic.Open(service, policy: Clinic.Policy);
        var patient = service.Patient();
        var free = await clinic.Free(from: clinic.Today.PlusDays(2));
        var (gone, stands) = (await clinic.Confirmed(patient, free[0]), await clinic.Confirmed(patient, free[1]));
        _ = (await patient.Cancel(gone.Id, new("No"))).Value;
        await Sql("update appointments set body = body - 'cancellation' - 'noShow'");

        await Sql(Booking.Service.Hosting.EmbeddedSql.Read("0281_endings.sql"));

        var listed = (await patient.Appointments()).Value.Items;
        Assert.Equal(VisitParty.Patient, listed.Single(visit => visit.Id == gone.Id).Cancellation!.By);
        Assert.Null(listed.Single(visit => visit.Id == stands.Id).Cancellation);
        await Invariants.Check(service);
    }

    async Task Sql(string sql)
    {
        await using var command = service.Database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    static async Task Run(ServiceFixture service, AppointmentAnswer visit, int more)
    {
        foreach (var sql in (string[])["update appointments set kept = kept + $2 where id = $1", "update payments set captured = captured + $2 where appointment_id = $1"])
        {
            await using var command = service.Database.DataSource.CreateCommand(sql);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = visit.Id });
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = more });
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }
    }

    async Task<DaySheetAnswer> Sheet(Clinic clinic) => (await service.Desk().DaySheet(clinic.Doctor, clinic.Today)).Value;

    sealed record Alone(ServiceFixture Service) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Service.DisposeAsync();
    }
}
