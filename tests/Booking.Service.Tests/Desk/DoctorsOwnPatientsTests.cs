using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Desk;

/// <summary>A doctor takes in their own patients and new ones; whoever is another doctor's is nobody to them.</summary>
public sealed class DoctorsOwnPatientsTests(ServiceFixture service) : IClassFixture<ServiceFixture>, IAsyncLifetime
{
    static NewPatient Someone(string name = "Own Patient") => new(name, $"{Guid.NewGuid():N}@example.test", "+971501234567", "UTC");

    static WalkInRequest For(NewPatient patient, params string[] overrides) => new(
        AppointmentType.Standard, Patient: patient, Minutes: 5, Override: overrides.Length == 0 ? null : overrides);

    static WalkInRequest For(Guid patient) => new(AppointmentType.Standard, PatientId: patient, Minutes: 5);

    [Fact]
    public async Task Another_doctors_patient_is_refused_by_address_and_by_id_in_the_words_for_nobody()
    {
        var (one, two) = (await Clinic.Open(service), await Clinic.Open(service));
        var theirs = Someone("Kept Private");
        var visit = (await service.Desk().WalkIn(one.Doctor, For(theirs))).Value;
        _ = (await service.Desk().Cancel(visit.Id, new("Left"))).Value;
        var doctor = service.Doctor(two.Doctor);

        var byAddress = (await doctor.WalkIn(two.Doctor, For(theirs with { FullName = "Some Body" }))).Refused(HttpStatusCode.Forbidden, "patient-not-yours");
        var byId = (await doctor.WalkIn(two.Doctor, For(visit.PatientId))).Refused(HttpStatusCode.Forbidden, "patient-not-yours");
        var nobody = (await doctor.WalkIn(two.Doctor, For(Guid.NewGuid()))).Refused(HttpStatusCode.Forbidden, "patient-not-yours");

        Assert.Equal([nobody.Title, nobody.Title], [byAddress.Title, byId.Title]);
        Assert.DoesNotContain((await doctor.DaySheet(two.Doctor, two.Today)).Value.Slots, slot => slot.AppointmentId is not null);
        Assert.Equal(HttpStatusCode.NotFound, (await doctor.Patient(visit.PatientId)).Status);
    }

    [Fact]
    public async Task Whoever_had_a_visit_with_them_and_whoever_is_new_is_taken_in()
    {
        var clinic = await Clinic.Open(service);
        var (known, doctor) = (Someone(), service.Doctor(clinic.Doctor));
        var before = (await service.Desk().WalkIn(clinic.Doctor, For(known))).Value;
        _ = (await service.Desk().Cancel(before.Id, new("Left"))).Value;

        var byAddress = (await doctor.WalkIn(clinic.Doctor, For(known), "once")).Value;
        Assert.Equal((before.PatientId, byAddress.Id), (byAddress.PatientId, (await doctor.WalkIn(clinic.Doctor, For(known), "once")).Value.Id));
        _ = (await doctor.Cancel(byAddress.Id, new("Left"))).Value;
        var byId = (await doctor.WalkIn(clinic.Doctor, For(before.PatientId))).Value;
        _ = (await doctor.Cancel(byId.Id, new("Left"))).Value;
        Assert.Equal(HttpStatusCode.Created, (await doctor.WalkIn(clinic.Doctor, For(Someone()))).Status);
    }

    [Fact]
    public async Task Somebody_new_whose_visit_was_refused_can_be_tried_again_by_whoever_wrote_them_down()
    {
        var clinic = await Clinic.Open(service, weekly: Clinic.Daily(LocalTime.Midnight, LocalTime.Midnight, most: 1));
        var (doctor, fresh) = (service.Doctor(clinic.Doctor), Someone());
        var first = (await doctor.WalkIn(clinic.Doctor, For(Someone()))).Value;
        await service.Advance(Duration.FromMinutes(6));

        (await doctor.WalkIn(clinic.Doctor, For(fresh))).Conflict("day-full");

        (await service.Doctor(clinic.Doctor).WalkIn(clinic.Doctor, For(fresh, "day-full"))).Refused(HttpStatusCode.Forbidden, "patient-not-yours");
        Assert.NotEqual(first.PatientId, (await doctor.WalkIn(clinic.Doctor, For(fresh, "day-full"))).Value.PatientId);
    }

    [Fact]
    public async Task No_other_request_lets_a_doctor_name_a_patient()
    {
        var clinic = await Clinic.Open(service);
        var visit = (await service.Desk().WalkIn(clinic.Doctor, For(Someone()))).Value;
        var doctor = service.Doctor(clinic.Doctor);

        (await doctor.Book(new(Guid.NewGuid(), PaymentProvider.Manual, PatientId: visit.PatientId))).Refused(HttpStatusCode.Forbidden, "forbidden");
        (await doctor.JoinWaitlist(new(clinic.Doctor, clinic.Today, clinic.Today.PlusDays(5), AppointmentType.Standard, visit.PatientId))).Refused(HttpStatusCode.Forbidden, "forbidden");
        using var series = await doctor.Http.PostJson("/api/appointments/series", $$"""{"provider":"manual","patientId":"{{visit.PatientId}}"}""");
        await series.Problem(403, "forbidden");
    }

    /// <summary>To the middle of a morning: no visit of a test runs over midnight, and each is at a minute of its own hour.</summary>
    public async ValueTask InitializeAsync() =>
        await service.AdvanceTo(service.Now.InUtc().Date.PlusDays(1).At(new LocalTime(8, 10)).InUtc().ToInstant());

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
