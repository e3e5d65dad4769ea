using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Waitlist;

/// <summary>Who may wait, for what, and for how long.</summary>
public sealed class JoinTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task The_same_wish_stands_once_and_a_repeat_under_its_key_is_answered_as_the_first()
    {
        var clinic = await WaitingClinic.Open(service);
        var ann = service.Patient();
        var wish = new WaitlistRequest(clinic.Doctor, clinic.Day, clinic.Day.PlusDays(2), AppointmentType.Standard);

        var first = (await ann.JoinWaitlist(wish, "k")).Value;
        var again = (await ann.JoinWaitlist(wish, "k")).Value;
        (await ann.JoinWaitlist(wish)).Conflict("already-waiting");
        _ = (await ann.JoinWaitlist(wish with { Type = AppointmentType.Followup })).Value;

        Assert.Equal(first, again);
        Assert.Equal(first.Id, (await ann.Waitlist(clinic.Doctor)).Value.Items[0].Id);
        await ann.LeaveWaitlist(first.Id);
        _ = (await ann.JoinWaitlist(wish)).Value;
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_patient_waits_for_twenty_things_at_once_however_many_are_asked_for()
    {
        var clinics = new[] { await WaitingClinic.Open(service), await WaitingClinic.Open(service) };
        var ann = service.Patient();

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i =>
            ann.JoinWaitlist(new(clinics[i % 2].Doctor, clinics[0].Day, clinics[0].Day.PlusDays(i / 2), AppointmentType.Standard))));

        Assert.Equal(20, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => answer.Conflict("too-many-waitlist-entries"));
    }

    [Fact]
    public async Task A_wish_is_its_patients_and_the_desks_and_nobody_elses()
    {
        var clinic = await WaitingClinic.Open(service);
        var (ann, bob, desk) = (service.DemoPatient(), service.Patient(), service.Desk());
        var patient = Booking.Service.Accounts.DemoAccounts.Patient.Value;

        var entry = (await desk.JoinWaitlist(new(clinic.Doctor, clinic.Day, clinic.Day, AppointmentType.Standard, patient))).Value;

        Assert.Equal(entry.Id, (await ann.WaitlistEntry(entry.Id)).Value.Id);
        (await bob.WaitlistEntry(entry.Id)).Refused(HttpStatusCode.NotFound, "not-found");
        (await bob.LeaveWaitlist(entry.Id)).Refused(HttpStatusCode.NotFound, "not-found");
        Assert.Empty((await bob.Waitlist(clinic.Doctor)).Value.Items);
        (await bob.JoinWaitlist(new(clinic.Doctor, clinic.Day, clinic.Day, AppointmentType.Standard, patient))).Refused(HttpStatusCode.Forbidden, "forbidden");
        (await desk.JoinWaitlist(new(clinic.Doctor, clinic.Day, clinic.Day, AppointmentType.Standard))).Refused(HttpStatusCode.BadRequest, "invalid");
        (await desk.JoinWaitlist(new(clinic.Doctor, clinic.Day, clinic.Day, AppointmentType.Standard, Guid.NewGuid()))).Refused(HttpStatusCode.BadRequest, "invalid");
        (await bob.JoinWaitlist(new(Guid.NewGuid(), clinic.Day, clinic.Day, AppointmentType.Standard))).Refused(HttpStatusCode.NotFound, "not-found");
        Assert.Equal(HttpStatusCode.NoContent, (await desk.LeaveWaitlist(entry.Id)).Status);
    }

    [Fact]
    public async Task A_doctor_whom_ops_have_not_verified_has_no_waitlist_for_patients()
    {
        var (desk, today) = (service.Desk(), (await Clinic.Open(service)).Today);
        var usd = new Fees(new(20_000, "USD"), new(10_000, "USD"));
        var doctor = (await desk.RegisterDoctor(new("Newcomer", "n@example.test", "+971501234567", ["Cardiology"], ["English"], "", [], "UTC", usd))).Value;
        var wish = new WaitlistRequest(doctor.Id, today.PlusDays(1), today.PlusDays(2), AppointmentType.Standard);

        (await service.Patient().JoinWaitlist(wish)).Refused(HttpStatusCode.NotFound, "not-found");
        _ = (await desk.JoinWaitlist(wish with { PatientId = Booking.Service.Accounts.DemoAccounts.Patient.Value })).Value;
    }

    [Fact]
    public async Task The_desk_books_with_what_is_held_for_the_patient_it_names_and_for_nobody_else()
    {
        var clinic = await WaitingClinic.Open(service);
        var visits = await clinic.Fill();
        var (ann, desk) = (service.DemoPatient(), service.Desk());
        var entry = await clinic.Joins(ann);
        _ = (await visits[0].Who.Cancel(visits[0].Visit.Id, new("Better"))).Value;
        var offer = await clinic.UntilOffered(ann, entry);
        var someone = new NewPatient("Someone Else", $"{Guid.NewGuid():N}@example.test", "+971501234567", "UTC");

        (await desk.Book(new(offer.HoldId!.Value, PaymentProvider.Manual, Patient: someone))).Refused(HttpStatusCode.Forbidden, "forbidden");
        var visit = (await desk.Book(new(offer.HoldId!.Value, PaymentProvider.Manual, PatientId: entry.PatientId))).Value;

        Assert.Equal((entry.PatientId, clinic.Slots[0]), (visit.PatientId, visit.Start));
        await clinic.UntilEnded(ann, entry, "booked");
    }

    [Fact]
    public async Task A_span_is_in_the_future_and_at_most_62_days_and_ends_by_itself()
    {
        var clinic = await WaitingClinic.Open(service);
        var (ann, today) = (service.Patient(), clinic.Clinic.Today);
        foreach (var (from, to, field) in new[]
        {
            (today.PlusDays(-3), today.PlusDays(-1), "to"), (today.PlusDays(2), today, "to"), (today, today.PlusDays(62), "to"), (today.PlusDays(401), today.PlusDays(402), "from"),
        })
        {
            var problem = (await ann.JoinWaitlist(new(clinic.Doctor, from, to, AppointmentType.Standard))).Refused(HttpStatusCode.BadRequest, "invalid");
            Assert.Equal(field, Assert.Single(problem.Errors!).Key);
        }

        _ = (await ann.JoinWaitlist(new(clinic.Doctor, today, today.PlusDays(61), AppointmentType.Standard))).Value;
        var entry = await clinic.Joins(ann);

        await service.AdvanceTo(clinic.Day.PlusDays(1).AtMidnight().InUtc().ToInstant());

        Assert.Equal((WaitlistStatus.Ended, "span_over"), (await ann.WaitlistEntry(entry.Id)).Value is var ended ? (ended.Status, ended.EndedBecause) : default);
        await clinic.Quiet();
        Assert.Equal(1, await Invariants.Count(service, "select count(*) from mt_events where type = 'waitlist_left' and data ->> 'entry' = $1", Booking.EventStore.Pg.Text(entry.Id.ToString())));
        await Invariants.Check(service);
    }
}
