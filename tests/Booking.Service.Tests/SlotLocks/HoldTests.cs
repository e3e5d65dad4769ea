using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.SlotLocks;

public sealed class HoldTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static readonly Duration TenMinutes = Duration.FromMinutes(10);

    [Fact]
    public async Task A_hold_tells_what_it_holds_how_long_and_for_how_much()
    {
        var clinic = await Clinic.Open(service);
        var (patient, start) = (service.Patient(), (await clinic.Free())[0]);
        var before = service.Now;

        var held = await clinic.Hold(patient, start, AppointmentType.Followup);

        var hold = held.Value;
        Assert.Equal((HttpStatusCode.Created, $"/api/holds/{hold.Id}"), (held.Status, held.Location!.ToString()));
        Assert.Equal((clinic.Doctor, start, start + Duration.FromMinutes(30), AppointmentType.Followup), (hold.DoctorId, hold.Start, hold.End, hold.Type));
        Assert.Equal(new Money(10_000, "USD"), hold.Price);
        Assert.InRange(hold.ExpiresAt, before + TenMinutes, service.Now + TenMinutes);
        Assert.Equal(hold, Assert.Single((await patient.Holds()).Value.Items));
        Assert.Empty((await service.Patient().Holds()).Value.Items);
    }

    [Fact]
    public async Task Whoever_comes_second_is_told_the_next_three_free_times()
    {
        var clinic = await Clinic.Open(service);
        var free = await clinic.Slots();
        _ = (await clinic.Hold(service.Patient(), free[0].Start)).Value;
        _ = (await clinic.Hold(service.Patient(), free[2].Start)).Value;

        var refused = (await clinic.Hold(service.Patient(), free[0].Start, AppointmentType.Followup)).Conflict("slot-taken");

        Assert.Equal([free[1], free[3], free[4]], refused.Alternatives!);
    }

    [Fact]
    public async Task A_hold_lapses_by_the_clock_alone()
    {
        var clinic = await Clinic.Open(service);
        var (first, second) = (service.Patient(), service.Patient());
        var hold = (await clinic.Hold(first, (await clinic.Free())[60])).Value;

        await service.AdvanceTo(hold.ExpiresAt);

        Assert.Contains(hold.Start, await clinic.Free());
        Assert.Empty((await first.Holds()).Value.Items);
        var next = (await clinic.Hold(second, hold.Start)).Value;
        (await first.ExtendHold(hold.Id)).Refused(HttpStatusCode.Gone, "hold-expired");
        Assert.Equal(HttpStatusCode.NoContent, (await first.ReleaseHold(hold.Id)).Status);
        Assert.Equal(next, Assert.Single((await second.Holds()).Value.Items));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_hold_is_extended_once_from_its_old_end()
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        var hold = (await clinic.Hold(patient, (await clinic.Free())[0])).Value;
        await service.Advance(Duration.FromMinutes(3));

        var extended = await patient.ExtendHold(hold.Id);

        Assert.Equal((hold with { ExpiresAt = hold.ExpiresAt + TenMinutes }, "\"2\""), (extended.Value, extended.ETag));
        (await patient.ExtendHold(hold.Id)).Conflict("hold-extension-used");
        await service.AdvanceTo(hold.ExpiresAt);
        (await clinic.Hold(service.Patient(), hold.Start)).Conflict("slot-taken");
        Assert.Equal(HttpStatusCode.Created, (await Clinic.Book(patient, hold)).Status);
    }

    [Fact]
    public async Task A_hold_is_let_go_as_often_as_one_likes()
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        var hold = (await clinic.Hold(patient, (await clinic.Free())[0])).Value;

        for (var again = 0; again < 2; again++)
            Assert.Equal(HttpStatusCode.NoContent, (await patient.ReleaseHold(hold.Id)).Status);

        Assert.Equal(hold.Start, (await clinic.Free())[0]);
        (await patient.ExtendHold(hold.Id)).Refused(HttpStatusCode.Gone, "hold-expired");
    }

    [Fact]
    public async Task Somebody_elses_hold_is_none_of_ones_business()
    {
        var clinic = await Clinic.Open(service);
        var hold = (await clinic.Hold(service.Patient(), (await clinic.Free())[0])).Value;
        var other = service.Patient();

        (await other.ExtendHold(hold.Id)).Refused(HttpStatusCode.Forbidden, "forbidden");
        (await other.ReleaseHold(hold.Id)).Refused(HttpStatusCode.Forbidden, "forbidden");
        (await other.ReleaseHold(Guid.NewGuid())).Refused(HttpStatusCode.NotFound, "not-found");
        (await clinic.Hold(service.Doctor(clinic.Doctor), hold.Start)).Refused(HttpStatusCode.Forbidden, "forbidden");
        (await clinic.Hold(service.Anonymous(), hold.Start)).Refused(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task A_patient_has_twenty_holds_at_most_and_the_desk_as_many_as_it_needs()
    {
        var clinic = await Clinic.Open(service);
        var (patient, desk, free) = (service.Patient(), service.Desk(), await clinic.Free());
        for (var i = 0; i < 20; i++)
            _ = (await clinic.Hold(patient, free[i])).Value;
        (await clinic.Hold(patient, free[20])).Conflict("too-many-holds");
        for (var i = 20; i < 42; i++)
            _ = (await clinic.Hold(desk, free[i])).Value;

        _ = await patient.ReleaseHold((await patient.Holds()).Value.Items[0].Id);

        Assert.Equal(HttpStatusCode.Created, (await clinic.Hold(patient, free[42])).Status);
    }

    [Fact]
    public async Task Thirty_at_once_do_not_get_one_patient_more_than_twenty_holds()
    {
        var clinic = await Clinic.Open(service);
        var other = await Clinic.Open(service);
        var (patient, free) = (service.Patient(), await clinic.Free());

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => (i % 2 == 0 ? clinic : other).Hold(patient, free[i])));

        Assert.Equal(20, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => answer.Conflict("too-many-holds"));
    }
}
