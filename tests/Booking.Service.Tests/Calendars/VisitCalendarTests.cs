using System.Net;
using Booking.Contracts;
using Booking.Service.Calendars;
using Booking.Service.Tests.Official;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Booking.Service.Tests.Calendars;

public sealed class VisitCalendarTests(ServiceFixture service) : IClassFixture<ServiceFixture>, IAsyncLifetime
{
    const string Link = "https://video.example/canary-of-the-two";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await Invariants.Check(service);

    [Fact]
    public async Task Both_parties_get_the_visit_with_its_link_and_the_desk_without()
    {
        var (clinic, patient, visit) = await Confirmed();
        var files = new[]
        {
            (await patient.Calendar(visit.Id)).Value, (await service.Doctor(clinic.Doctor).Calendar(visit.Id)).Value, (await service.Desk().Calendar(visit.Id)).Value,
        };
        var read = await Judges.Read(files);

        Assert.All(read, file => Assert.Equal(InstantPattern.General.Format(visit.Start), Assert.Single(file.Events).Start));
        Assert.Equal([Link, Link, null], read.Select(file => file.Events[0].Url));
        Assert.Equal([Link, Link, null], read.Select(file => file.Events[0].Conference));
        Assert.DoesNotContain(Link, files[2], StringComparison.Ordinal);
        Assert.Single(read.Select(file => file.Events[0].Uid).Distinct(StringComparer.Ordinal));
        Assert.StartsWith($"{visit.Id}@", read[0].Events[0].Uid, StringComparison.Ordinal);
        Assert.StartsWith("Appointment with Test ", read[0].Events[0].Summary, StringComparison.Ordinal);
        Assert.All(files, file => Assert.DoesNotContain("Cardiology", file, StringComparison.Ordinal));
        Assert.All(files, file => Assert.DoesNotContain(visit.PatientId.ToString(), file, StringComparison.Ordinal));
        (await service.Patient().Calendar(visit.Id)).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_cancelled_visit_is_called_off_with_a_higher_sequence_under_the_same_uid()
    {
        var (_, patient, visit) = await Confirmed();
        var before = (await patient.Calendar(visit.Id)).Value;
        _ = (await patient.Cancel(visit.Id, new("Better"))).Value;
        var after = (await patient.Calendar(visit.Id)).Value;

        var read = await Judges.Read(before, after);

        Assert.Equal(("PUBLISH", "CONFIRMED", 0), (read[0].Method, read[0].Events[0].Status, read[0].Events[0].Sequence));
        Assert.Equal(("CANCEL", "CANCELLED", 1), (read[1].Method, read[1].Events[0].Status, read[1].Events[0].Sequence));
        Assert.Equal(read[0].Events[0].Uid, read[1].Events[0].Uid);
        Assert.Null(read[1].Events[0].Url);
    }

    [Fact]
    public async Task A_moved_visit_has_its_new_time_a_higher_sequence_and_the_same_uid_and_place()
    {
        var (clinic, patient, visit) = await Confirmed();
        var before = (await patient.Calendar(visit.Id)).Value;
        var to = (await clinic.Free(from: clinic.Today.PlusDays(7), days: 2))[3];
        var moved = (await patient.Reschedule(visit.Id, new(to))).Value;

        var read = await Judges.Read(before, (await patient.Calendar(visit.Id)).Value);

        Assert.Equal(Link, moved.MeetingLink);
        Assert.Equal(("PUBLISH", 1, InstantPattern.General.Format(to), Link), (read[1].Method, read[1].Events[0].Sequence, read[1].Events[0].Start, read[1].Events[0].Url));
        Assert.Equal(read[0].Events[0].Uid, read[1].Events[0].Uid);
        Assert.Null((await service.Desk().Appointment(visit.Id)).Value.MeetingLink);
    }

    [Fact]
    public async Task A_notice_attaches_the_same_file_that_is_served()
    {
        var (_, patient, visit) = await Confirmed();
        var calendar = service.Services.GetRequiredService<VisitCalendar>();

        Assert.Equal(
            (await patient.Calendar(visit.Id)).Value,
            await calendar.Write(new(visit.Id), CalendarReader.Patient, TestContext.Current.CancellationToken));
        Assert.Null(await calendar.Write(AppointmentId.New(), CalendarReader.Patient, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_host_in_the_uid_stays_when_the_public_address_changes()
    {
        var (_, patient, visit) = await Confirmed();
        var before = (await patient.Calendar(visit.Id)).Value;
        await using var moved = service.Start("Development", ("Booking:PublicAddress", "https://elsewhere.example"));

        Assert.Equal(before, (await moved.As(Roles.Patient, visit.PatientId).Calendar(visit.Id)).Value);
    }

    async Task<(Clinic Clinic, BookingClient Patient, AppointmentAnswer Visit)> Confirmed()
    {
        var clinic = await Clinic.Open(service, zone: "Europe/Berlin");
        _ = (await service.Desk().SetVideo(clinic.Doctor, new(VideoProvider.Custom, Link))).Value;
        var patient = service.Patient();
        return (clinic, patient, await clinic.Confirmed(patient, (await clinic.Free(from: clinic.Today.PlusDays(5), days: 2))[0]));
    }
}
