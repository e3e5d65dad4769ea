using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Appointments;

/// <summary>From the search to the confirmed visit, over HTTP.</summary>
public sealed class BookingTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static readonly Money Fee = new(20_000, "USD");

    [Fact]
    public async Task A_patient_finds_a_doctor_holds_a_free_time_books_it_and_is_confirmed_when_the_desk_has_the_money()
    {
        var patient = service.DemoPatient();
        var doctor = Assert.Single((await patient.Doctors(new(Query: "Sarah Ahmed"))).Value.Items);
        var clinic = new Clinic(service, doctor.Id);
        var start = (await clinic.Free())[0];
        var hold = (await clinic.Hold(patient, start)).Value;
        Assert.DoesNotContain(start, await clinic.Free());

        var asked = await patient.Book(new(hold.Id, PaymentProvider.Manual, Reason: "A cough"));
        Assert.Equal((HttpStatusCode.Created, AppointmentStatus.PendingPayment, PaymentStatus.Pending), (asked.Status, asked.Value.Status, asked.Value.Payment!.Status));
        Assert.Equal($"/api/appointments/{asked.Value.Id}", asked.Location!.ToString());
        Assert.Equal((start, hold.End, Fee, "Asia/Dubai"), (asked.Value.Start, asked.Value.End, asked.Value.Due, asked.Value.TimeZone));

        var paid = (await clinic.Pay(asked.Value)).Value;
        Assert.Equal((PaymentStatus.Paid, Fee, Fee), (paid.Status, paid.Amount, paid.Captured));

        var confirmed = await patient.Appointment(asked.Value.Id);
        Assert.Equal((AppointmentStatus.Confirmed, PaymentStatus.Paid, "\"2\""), (confirmed.Value.Status, confirmed.Value.Payment!.Status, confirmed.ETag));
        Assert.Equal(confirmed.Value.Id, (await clinic.OnDaySheet(start, start.InZone(DateTimeZoneProviders.Tzdb["Asia/Dubai"]).Date)).AppointmentId);
        Assert.DoesNotContain(start, await clinic.Free());
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_visit_that_costs_nothing_is_confirmed_at_once_and_has_no_payment()
    {
        var clinic = await Clinic.Open(service, fee: 0);
        var patient = service.Patient();

        var visit = await clinic.Pending(patient, (await clinic.Free())[0]);

        Assert.Equal((AppointmentStatus.Confirmed, null), (visit.Status, visit.Payment));
        await service.Advance(Duration.FromHours(25));
        Assert.Equal(AppointmentStatus.Confirmed, (await patient.Appointment(visit.Id)).Value.Status);
    }

    [Fact]
    public async Task The_price_is_the_one_of_the_hold_whatever_the_doctor_asks_since()
    {
        var clinic = await Clinic.Open(service);
        var (patient, desk) = (service.Patient(), service.Desk());
        var hold = (await clinic.Hold(patient, (await clinic.Free())[0], AppointmentType.Followup)).Value;
        var dearer = new Fees(new(99_900, "USD"), new(88_800, "USD"));
        _ = (await desk.ChangeDoctor(clinic.Doctor, new("Dearer", "d@example.test", "+971501234567", ["Cardiology"], ["English"], "", [], "UTC", dearer))).Value;
        _ = (await desk.SetPolicy(clinic.Doctor, Clinic.Policy)).Value;

        var visit = (await Clinic.Book(patient, hold)).Value;

        Assert.Equal((new Money(10_000, "USD"), null), (visit.Due, visit.Policy));
    }

    [Fact]
    public async Task What_cannot_be_paid_that_way_is_refused_and_the_hold_stays()
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        var hold = (await clinic.Hold(patient, (await clinic.Free())[0])).Value;

        (await patient.Book(new(hold.Id, PaymentProvider.Stripe))).Conflict("gateway-not-configured");
        (await patient.Book(new(hold.Id, PaymentProvider.Manual, CouponCode: "SPRING"))).Conflict("coupon-unknown");

        Assert.Equal(hold, Assert.Single((await patient.Holds()).Value.Items));
        Assert.Equal(HttpStatusCode.Created, (await Clinic.Book(patient, hold)).Status);
    }

    [Fact]
    public async Task A_hold_is_spent_once_and_only_by_its_holder()
    {
        var clinic = await Clinic.Open(service);
        var (patient, other) = (service.Patient(), service.Patient());
        var hold = (await clinic.Hold(patient, (await clinic.Free())[0])).Value;

        (await Clinic.Book(other, hold)).Refused(HttpStatusCode.Forbidden, "forbidden");
        _ = (await Clinic.Book(patient, hold)).Value;
        (await Clinic.Book(patient, hold)).Conflict("hold-used");
        (await patient.ExtendHold(hold.Id)).Conflict("hold-used");
        (await patient.ReleaseHold(hold.Id)).Conflict("hold-used");
        Assert.Empty((await patient.Holds()).Value.Items);
    }

    [Fact]
    public async Task A_hold_that_has_lapsed_is_gone_and_other_times_are_named()
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        var hold = (await clinic.Hold(patient, (await clinic.Free())[0])).Value;
        await service.AdvanceTo(hold.ExpiresAt);

        var refused = (await Clinic.Book(patient, hold)).Refused(HttpStatusCode.Gone, "hold-expired");

        Assert.Equal((await clinic.Free()).Where(start => start > hold.Start).Take(3), refused.Alternatives!.Select(slot => slot.Start));
    }

    [Fact]
    public async Task The_desk_books_for_a_patient_and_a_patient_only_for_themselves()
    {
        var clinic = await Clinic.Open(service);
        var (desk, patient) = (service.Desk(), service.Patient());
        var free = await clinic.Free();
        var known = service.DemoPatient();
        var forDesk = (await clinic.Hold(desk, free[0])).Value;
        var forPatient = (await clinic.Hold(patient, free[1])).Value;
        var ann = (await known.Me()).Value.Id;

        (await Clinic.Book(desk, forDesk)).Refused(HttpStatusCode.BadRequest, "invalid");
        (await patient.Book(new(forPatient.Id, PaymentProvider.Manual, PatientId: ann))).Refused(HttpStatusCode.Forbidden, "forbidden");
        var visit = (await desk.Book(new(forDesk.Id, PaymentProvider.Manual, PatientId: ann))).Value;

        Assert.Equal(ann, visit.PatientId);
        Assert.Equal(visit.Id, (await known.Appointment(visit.Id)).Value.Id);
    }

    [Fact]
    public async Task Nobody_else_learns_that_a_visit_or_its_payment_exists()
    {
        var clinic = await Clinic.Open(service);
        var visit = await clinic.Confirmed(service.Patient(), (await clinic.Free())[0]);
        foreach (var stranger in (BookingClient[])[service.Patient(), service.Doctor(Guid.NewGuid())])
        {
            (await stranger.Appointment(visit.Id)).Refused(HttpStatusCode.NotFound, "not-found");
            (await stranger.History(visit.Id)).Refused(HttpStatusCode.NotFound, "not-found");
            (await stranger.Cancel(visit.Id, new("mine now"))).Refused(HttpStatusCode.NotFound, "not-found");
            (await stranger.PreviewCancellation(visit.Id)).Refused(HttpStatusCode.NotFound, "not-found");
            (await stranger.Payment(visit.Payment!.Id)).Refused(HttpStatusCode.NotFound, "not-found");
        }

        Assert.Equal(visit.Id, (await service.Doctor(clinic.Doctor).Appointment(visit.Id)).Value.Id);
    }
}
