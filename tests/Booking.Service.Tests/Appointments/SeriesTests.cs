using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Appointments;

/// <summary>Weekly visits that are booked together, or not at all.</summary>
public sealed class SeriesTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static readonly ScheduleRules FiveWeeks = new(HorizonDays: 40);
    static readonly Duration Week = Duration.FromDays(7);

    [Fact]
    public async Task Four_visits_a_week_apart_are_booked_at_once_and_each_is_a_visit_like_any_other()
    {
        var clinic = await Clinic.Open(service, FiveWeeks, policy: Clinic.Policy);
        var patient = service.Patient();
        var start = (await clinic.Free())[3];

        var answer = await patient.BookSeries(Asked(clinic, start) with { Reason = "Every week" });
        var series = answer.Value;

        Assert.Equal((HttpStatusCode.Created, 4, 0), (answer.Status, series.Appointments.Count, series.Skipped.Count));
        Assert.Equal([start, start + Week, start + Week + Week, start + Week + Week + Week], series.Appointments.Select(visit => visit.Start));
        Assert.Empty((await patient.Holds()).Value.Items);
        foreach (var visit in series.Appointments)
        {
            Assert.DoesNotContain(visit.Start, await clinic.Free(days: 35));
            _ = (await clinic.Pay(visit)).Value;
            var confirmed = (await patient.Appointment(visit.Id)).Value;
            Assert.Equal((AppointmentStatus.Confirmed, series.Id, "Every week"), (confirmed.Status, confirmed.SeriesId, confirmed.Reason));
            Assert.Equal("1", (await patient.History(visit.Id)).Value.Items[0].Data.GetProperty("terms").GetString());
        }

        _ = (await patient.Cancel(series.Appointments[1].Id, new("One less"))).Value;
        Assert.Equal(3, (await patient.Appointments(new(Status: AppointmentStatus.Confirmed))).Value.Items.Count);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task The_local_time_stays_when_the_doctors_clock_changes()
    {
        var clinic = await Clinic.Open(service, new(HorizonDays: 400), Clinic.Daily(new(9, 0), new(17, 0)), zone: "Europe/Berlin", fee: 0);
        var start = new LocalDateTime(2027, 3, 15, 9, 0).InZoneStrictly(DateTimeZoneProviders.Tzdb["Europe/Berlin"]).ToInstant();

        var series = (await service.Patient().BookSeries(Asked(clinic, start))).Value;

        Assert.Equal([8, 8, 7, 7], series.Appointments.Select(visit => visit.Start.InUtc().Hour));
        Assert.All(series.Appointments, visit => Assert.Equal(AppointmentStatus.Confirmed, visit.Status));
    }

    [Fact]
    public async Task A_start_that_is_not_to_be_had_fails_the_whole_and_is_named_with_its_reason()
    {
        var clinic = await Clinic.Open(service, FiveWeeks);
        var (patient, start) = (service.Patient(), (await clinic.Free())[3]);
        _ = (await clinic.Hold(service.Patient(), start + Week)).Value;
        var elsewhere = await Clinic.Open(service, FiveWeeks);
        _ = await elsewhere.Pending(patient, start + Week + Week);

        var refused = (await patient.BookSeries(Asked(clinic, start, count: 7))).Conflict("slot-taken");

        Assert.Equal([start + Week, start + (Week * 2), start + (Week * 6)], refused.Starts!);
        Assert.Equal(["slot-taken", "patient-busy", "slot-not-offered"], refused.Reasons!.Select(reason => reason.Code));
        Assert.Single((await patient.Appointments()).Value.Items);
        Assert.Contains(start, await clinic.Free());
    }

    [Fact]
    public async Task What_is_to_be_had_is_booked_when_the_rest_may_be_skipped_and_nothing_at_all_is_refused()
    {
        var clinic = await Clinic.Open(service, FiveWeeks);
        var (patient, start) = (service.Patient(), (await clinic.Free())[3]);
        _ = (await clinic.Hold(service.Patient(), start)).Value;

        var series = (await patient.BookSeries(Asked(clinic, start, count: 7) with { OnConflict = SeriesConflict.Skip })).Value;

        Assert.Equal([start + Week, start + (Week * 2), start + (Week * 3), start + (Week * 4), start + (Week * 5)], series.Appointments.Select(visit => visit.Start));
        Assert.Equal([start, start + (Week * 6)], series.Skipped);
        Assert.Equal([new StartRefused(start, "slot-taken"), new(start + (Week * 6), "slot-not-offered")], series.Reasons);
        (await service.Patient().BookSeries(Asked(clinic, start, count: 6) with { OnConflict = SeriesConflict.Skip })).Conflict("slot-taken");
        await Invariants.Check(service);
    }

    [Fact]
    public async Task What_is_wrong_with_the_whole_is_told_as_such()
    {
        var clinic = await Clinic.Open(service, FiveWeeks);
        var (patient, asked) = (service.Patient(), Asked(clinic, (await clinic.Free())[3]) with { OnConflict = SeriesConflict.Skip });

        (await patient.BookSeries(asked with { Provider = PaymentProvider.Stripe })).Conflict("gateway-not-configured");
        (await patient.BookSeries(asked with { TermsVersion = "0" })).Conflict("terms-changed");
        (await patient.BookSeries(asked with { DoctorId = Guid.NewGuid() })).Refused(HttpStatusCode.NotFound, "not-found");
        (await patient.BookSeries(asked with { PatientId = Guid.NewGuid() })).Refused(HttpStatusCode.Forbidden, "forbidden");
        (await service.Desk().BookSeries(asked)).Refused(HttpStatusCode.BadRequest, "invalid");
        foreach (var count in (int[])[1, 27, -5])
            Assert.Equal("count", Assert.Single((await patient.BookSeries(asked with { Count = count })).Refused(HttpStatusCode.BadRequest, "invalid").Errors!).Key);
        Assert.Empty((await patient.Appointments()).Value.Items);
    }

    [Fact]
    public async Task The_desk_books_a_series_for_a_patient_and_a_repeat_is_the_same_series()
    {
        var clinic = await Clinic.Open(service, new(HorizonDays: 200));
        var (desk, ann) = (service.Desk(), (await service.DemoPatient().Me()).Value.Id);
        var asked = Asked(clinic, (await clinic.Free())[3], count: 26) with { PatientId = ann };

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => desk.BookSeries(asked, "weekly")));

        Assert.Single(answers.Select(answer => answer.Value.Id).Distinct());
        Assert.All(answers, answer => Assert.Equal(26, answer.Value.Appointments.Count(visit => visit.PatientId == ann)));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Of_two_patients_who_want_the_same_weeks_one_has_all_of_them()
    {
        var clinic = await Clinic.Open(service, FiveWeeks);
        var start = (await clinic.Free())[3];
        for (var round = 0; round < 4; round++, start += Duration.FromMinutes(30))
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => service.Patient().BookSeries(Asked(clinic, start + (Week * (i % 2))))));

            Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
            Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => Assert.NotEmpty(answer.Conflict("slot-taken").Starts!));
        }

        await Invariants.Check(service);
    }

    static SeriesRequest Asked(Clinic clinic, Instant start, int count = 4) =>
        new(clinic.Doctor, AppointmentType.Standard, start, count, SeriesConflict.Fail, PaymentProvider.Manual);
}
