using System.Net;
using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.SlotLocks;

/// <summary>A hold with whoever of a set of doctors is free.</summary>
public sealed class HoldAnyTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    const AppointmentType Standard = AppointmentType.Standard;

    [Fact]
    public async Task Ten_at_once_for_one_time_of_three_doctors_are_three_holds_with_three_doctors()
    {
        var clinics = await Three();
        var start = (await clinics[0].Free())[0];
        for (var round = 0; round < 3; round++, start += Duration.FromMinutes(30))
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => service.Patient().HoldAny(Any(clinics, start))));

            var held = answers.Where(answer => answer.Status == HttpStatusCode.Created).Select(answer => answer.Value).ToList();
            Assert.Equal(clinics.Select(clinic => clinic.Doctor).Order(), held.Select(hold => hold.DoctorId).Order());
            Assert.All(held, hold => Assert.Equal(start, hold.Start));
            Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => answer.Conflict("slot-taken"));
        }

        await Invariants.Check(service);
    }

    [Fact]
    public async Task Ten_at_once_for_the_earliest_time_are_ten_holds_at_the_earliest_times()
    {
        var clinics = await Three();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => service.Patient().HoldAny(Any(clinics))));

        var starts = answers.Select(answer => answer.Value.Start).Order().ToList();
        Assert.Equal([3, 3, 3, 1], starts.GroupBy(start => start).Select(group => group.Count()));
        Assert.Equal(Duration.FromMinutes(90), starts[^1] - starts[0]);
    }

    [Fact]
    public async Task Of_doctors_who_are_free_then_the_one_with_the_fewest_visits_that_day_is_held_and_then_the_first_by_id()
    {
        var clinics = await Three();
        var free = await clinics[0].Free();
        _ = await clinics[0].Pending(service.Patient(), free[4]);
        _ = await clinics[2].Pending(service.Patient(), free[5]);
        _ = await clinics[2].Pending(service.Patient(), free[6]);
        var patient = service.Patient();

        var order = new List<Guid>();
        foreach (var _ in clinics)
            order.Add((await patient.HoldAny(Any(clinics, free[0]))).Value.DoctorId);

        Assert.Equal([clinics[1].Doctor, clinics[0].Doctor, clinics[2].Doctor], order);
        Assert.Equal(clinics.Select(clinic => clinic.Doctor).Order().First(), (await patient.HoldAny(Any(clinics, free[^1]))).Value.DoctorId);
    }

    [Fact]
    public async Task When_nobody_is_free_then_the_next_times_of_the_set_are_named()
    {
        var clinics = await Three();
        var free = await clinics[0].Free();
        foreach (var clinic in clinics)
            _ = (await clinic.Hold(service.Patient(), free[0])).Value;
        _ = (await clinics[0].Hold(service.Patient(), free[1])).Value;

        var refused = (await service.Patient().HoldAny(Any(clinics, free[0]))).Conflict("slot-taken");

        Assert.Equal(free.Skip(1).Take(3), refused.Alternatives!.Select(slot => slot.Start));
    }

    [Fact]
    public async Task Busy_calendars_are_not_waited_for_one_after_the_other_without_end()
    {
        var clinics = await Three();
        var start = (await clinics[0].Free())[0];
        await using var other = await service.Database.DataSource.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var locked = new Npgsql.NpgsqlCommand(
            "select from mt_streams where id in (select schedule_id from calendars where doctor_id = any ($1)) for update", other, transaction)
            .With(Pg.Uuids([.. clinics.Select(clinic => clinic.Doctor)]));
        await locked.ExecuteNonQueryAsync();

        // A transaction that does nothing is ended by the server after ten seconds.
        using var over = new CancellationTokenSource();
        await using var working = new Npgsql.NpgsqlCommand("select pg_sleep(25)", other, transaction);
        var work = working.ExecuteNonQueryAsync(over.Token);

        // Two are waited for; of the third nobody knows whether it is free.
        (await service.Patient().HoldAny(Any(clinics, start))).Conflict("busy");

        await over.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
    }

    [Fact]
    public async Task A_repeat_under_its_key_is_the_first_hold_also_when_nobody_is_free_any_more()
    {
        var clinic = (await Three())[0];
        var (patient, request) = (service.Patient(), Any([clinic], (await clinic.Free())[0]));

        var first = (await patient.HoldAny(request, "any-1")).Value;

        Assert.Equal(first, (await patient.HoldAny(request, "any-1")).Value);
        (await patient.HoldAny(request with { Start = null }, "any-1")).Refused(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        Assert.Single((await patient.Holds()).Value.Items);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => patient.HoldAny(Any([clinic]), "any-2")));
        Assert.Single(answers.Select(answer => answer.Value.Id).Distinct());
    }

    [Fact]
    public async Task The_set_is_all_that_was_asked_for_whatever_the_case_and_only_verified_doctors_who_accept_patients()
    {
        var word = $"Specialty {Guid.NewGuid():N}";
        var (desk, usd) = (service.Desk(), new Fees(new(0, "USD"), new(0, "USD")));
        List<Guid> doctors = [];
        foreach (var language in (string[])["Arabic", "French", "Arabic", "Arabic"])
        {
            var doctor = (await desk.RegisterDoctor(new("Any", "d@example.test", "+971501234567", ["Other", word], ["English", language], "", [], "UTC", usd))).Value;
            _ = (await desk.SetSchedule(doctor.Id, new(Clinic.Daily(LocalTime.Midnight, LocalTime.Midnight)))).Value;
            doctors.Add(doctor.Id);
        }

        foreach (var doctor in doctors.Take(3))
            _ = (await service.Ops().VerifyDoctor(doctor)).Value;
        _ = (await desk.PauseDoctor(doctors[2])).Value;
        var start = (await new Clinic(service, doctors[0]).Free())[0];

        Assert.Equal(doctors[0], (await desk.HoldAny(new(Standard, Specialty: word.ToUpperInvariant(), Language: "aRABIC", Start: start))).Value.DoctorId);
        (await desk.HoldAny(new(Standard, Specialty: word, Language: "Arabic", Start: start))).Conflict("slot-taken");
        (await desk.HoldAny(new(Standard, doctors, word, "Arabic", start))).Conflict("slot-taken");
        (await desk.HoldAny(new(Standard, [doctors[0]], Language: "French"))).Conflict("slot-taken");
        (await desk.HoldAny(new(Standard, Specialty: word[..^1]))).Conflict("slot-taken");
        Assert.Equal(doctors[1], (await desk.HoldAny(new(Standard, Specialty: word, Start: start))).Value.DoctorId);
    }

    [Fact]
    public async Task A_set_of_nobody_in_particular_or_of_too_many_is_refused()
    {
        var patient = service.Patient();
        foreach (var (request, field) in new (HoldAnyRequest, string)[]
        {
            (new(Standard), "doctorIds"), (new(Standard, []), "doctorIds"), (new(Standard, [.. Enumerable.Range(0, 51).Select(_ => Guid.NewGuid())]), "doctorIds"),
            (new(Standard, Specialty: ""), "specialty"), (new(Standard, Language: new('x', 201)), "language"),
        })
            Assert.Equal(field, Assert.Single((await patient.HoldAny(request)).Refused(HttpStatusCode.BadRequest, "invalid").Errors!).Key);
        (await patient.HoldAny(new(Standard, [Guid.NewGuid()]))).Conflict("slot-taken");
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("2026-11-23T05:00:00.5Z")]
    public async Task At_a_time_that_no_slot_can_have_nobody_is_free_and_nothing_is_offered_instead(string start)
    {
        var at = NodaTime.Text.InstantPattern.ExtendedIso.Parse(start).Value;

        Assert.Empty((await service.Patient().HoldAny(new(Standard, Language: "English", Start: at))).Conflict("slot-taken").Alternatives!);
    }

    async Task<Clinic[]> Three() => [await Clinic.Open(service), await Clinic.Open(service), await Clinic.Open(service)];

    static HoldAnyRequest Any(Clinic[] clinics, Instant? start = null) => new(Standard, [.. clinics.Select(clinic => clinic.Doctor)], Start: start);
}
