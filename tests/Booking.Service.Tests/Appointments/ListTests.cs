using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Appointments;

public sealed class ListTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Visits_come_by_start_a_page_at_a_time_and_each_once()
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        var starts = (await clinic.Free()).Take(5).ToList();
        foreach (var start in Enumerable.Reverse(starts))
            await clinic.Pending(patient, start);

        List<Instant> seen = [];
        string? cursor = null;
        do
        {
            var page = (await patient.Appointments(page: new(2, cursor))).Value;
            Assert.InRange(page.Items.Count, 1, 2);
            seen.AddRange(page.Items.Select(visit => visit.Start));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(starts, seen);
    }

    [Fact]
    public async Task Each_sees_their_own_and_the_desk_all_whatever_is_asked_for()
    {
        var (here, there) = (await Clinic.Open(service), await Clinic.Open(service));
        var (ann, bob) = (service.Patient(), service.Patient());
        var annHere = await here.Pending(ann, (await here.Free())[0]);
        var bobHere = await here.Pending(bob, (await here.Free())[0]);
        var bobThere = await there.Pending(bob, (await there.Free())[3]);

        await Lists(ann, new(PatientId: bobHere.PatientId), annHere);
        await Lists(bob, new(), bobHere, bobThere);
        await Lists(bob, new(DoctorId: there.Doctor), bobThere);
        await Lists(service.Doctor(here.Doctor), new(DoctorId: there.Doctor), annHere, bobHere);
        await Lists(service.Doctor(here.Doctor), new(PatientId: bobHere.PatientId), bobHere);
        await Lists(service.Desk(), new(DoctorId: there.Doctor), bobThere);
        await Lists(service.Desk(), new(PatientId: annHere.PatientId), annHere);
        (await service.Anonymous().Appointments()).Refused(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task Status_and_dates_narrow_the_list_and_dates_are_those_of_the_zone()
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        var date = clinic.Today.PlusDays(3);
        var free = await clinic.Free(from: date);
        var midnight = await clinic.Confirmed(patient, free[0]);
        var evening = await clinic.Pending(patient, date.At(new LocalTime(23, 30)).InUtc().ToInstant());

        await Lists(patient, new(Status: AppointmentStatus.Confirmed), midnight);
        await Lists(patient, new(From: date, To: date), midnight, evening);
        await Lists(patient, new(From: date.PlusDays(1)));
        await Lists(patient, new(From: date.PlusDays(1), TimeZone: "Asia/Dubai"), evening);
        await Lists(patient, new(To: date.PlusDays(-1), TimeZone: "America/New_York"), midnight);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("cursor=bm8", "cursor")]
    [InlineData("cursor=%21", "cursor")]
    [InlineData("status=paid", "status")]
    [InlineData("from=2026-02-30", "from")]
    [InlineData("to=9999-12-31", "to")]
    [InlineData("timeZone=Mars", "timeZone")]
    public async Task What_is_malformed_is_named(string query, string field)
    {
        using var answer = await service.Patient().Http.GetAsync($"/api/appointments?{query}");

        Assert.Contains(field, (await answer.Problem(400, "invalid")).Errors!.Keys);
    }

    static async Task Lists(BookingClient who, AppointmentQuery query, params AppointmentAnswer[] expected) =>
        Assert.Equal(expected.Select(visit => visit.Id), (await who.Appointments(query)).Value.Items.Select(visit => visit.Id));
}
