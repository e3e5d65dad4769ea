using System.Net;
using Booking.Contracts;
using Booking.EventStore.Outbox;
using Booking.Service.Web.Desks;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Web.Desks;

/// <summary>The day as the desk and the doctor have it in front of them.</summary>
public sealed class DayTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    // The demo clinic's patient is at one visit at a time, whichever test it is of.
    static int taken;

    static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_day_tells_who_comes_and_whether_they_have_paid()
    {
        var (clinic, visit) = await Booked(confirmed: true);
        using var desk = Browser.Desk(service);
        var page = await desk.Open(Day(clinic, visit));

        var row = page.Find($"#v-{visit.Id}").Closest("tr")!.TextContent;
        Assert.All(["Amina Demo", "+9715", "Confirmed", "Paid", "my knee"], word => Assert.Contains(word, row, StringComparison.OrdinalIgnoreCase));
        Assert.NotEmpty(page.Document.QuerySelectorAll("a[href^='/desk/book?']"));
        Assert.DoesNotContain("Patient", page.Address.Query, StringComparison.Ordinal);

        using var doctor = Browser.Doctor(service, clinic.Doctor);
        Assert.Equal("/desk/day", (await doctor.Open("/desk")).Address.AbsolutePath);
        Assert.Empty((await doctor.Open(Day(clinic, visit))).Document.QuerySelectorAll("a[href^='/desk/book?']"));
    }

    [Fact]
    public async Task Days_stand_beside_each_other_and_a_week_has_seven()
    {
        var (clinic, visit) = await Booked(confirmed: false);
        var other = await Clinic.Open(service);
        using var desk = Browser.Desk(service);

        var both = await desk.Open(Day(clinic, visit) + $"&doctor={other.Doctor}");
        Assert.Equal(3, both.Document.QuerySelectorAll("table.hours thead th").Length);
        Assert.Contains("Amina Demo", both.Find($"#v-{visit.Id}").TextContent, StringComparison.Ordinal);
        Assert.Equal(8, (await desk.Open(DeskLinks.Week(clinic.Doctor, visit.Start.InUtc().Date))).Document.QuerySelectorAll("table.hours thead th").Length);
        Assert.Contains(clinic.Doctor.ToString(), (await desk.Open("/desk")).Find("a.button").GetAttribute("href")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_is_its_doctors_and_the_desks()
    {
        var (clinic, visit) = await Booked(confirmed: false);
        var other = await Clinic.Open(service);
        using var stranger = Browser.Doctor(service, other.Doctor);
        using var patient = Browser.Patient(service);
        var own = $"/desk/doctors/{clinic.Doctor}";

        foreach (var address in new[] { Day(clinic, visit), DeskLinks.Week(clinic.Doctor), LiveDesk.Address([other.Doctor, clinic.Doctor]), own + "/block", own + "/move-all", own + "/walk-in", own + "/print" })
            Assert.Equal((address, HttpStatusCode.Forbidden), (address, (await stranger.Open(address)).Status));
        foreach (var address in new[] { "", "/cancel", "/move" })
            Assert.Equal((address, HttpStatusCode.NotFound), (address, (await stranger.Open($"/desk/visits/{visit.Id}{address}")).Status));
        Assert.Equal(visit.PatientId, (await service.Doctor(clinic.Doctor).Patient(visit.PatientId)).Value.Id);
        Assert.Equal(HttpStatusCode.NotFound, (await service.Doctor(other.Doctor).Patient(visit.PatientId)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await patient.Open($"/desk/visits/{visit.Id}")).Status);
    }

    [Fact]
    public async Task A_payment_on_another_node_is_told_within_two_seconds()
    {
        var (clinic, visit) = await Booked(confirmed: false);
        await using var other = service.Start(Environments.Development);
        using var desk = Browser.Desk(service);
        using var answer = await desk.Http.GetAsync(LiveDesk.Address([clinic.Doctor]), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var events = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith(":", await events.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        _ = (await other.As(Roles.FrontDesk).PayManually(visit.Payment!.Id, new(visit.Due, ManualMethod.Cash, "7"))).Value;

        using var late = new CancellationTokenSource(Soon);
        while (await events.ReadLineAsync(late.Token) is { } line)
            if (line == "data: changed")
                break;
        Assert.Contains("Confirmed", (await desk.Open($"/desk/day/grid?{DeskLinks.Query([clinic.Doctor], visit.Start.InUtc().Date)}")).Document.DocumentElement.TextContent, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Who_is_not_signed_in_any_more_is_asked_to_by_the_whole_page()
    {
        using var nobody = Browser.Anonymous(service);
        nobody.Http.DefaultRequestHeaders.Add("HX-Request", "true");
        using var answer = await nobody.Http.GetAsync($"/desk/day/grid?doctor={Guid.NewGuid()}", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Unauthorized, "true"), (answer.StatusCode, Assert.Single(answer.Headers.GetValues("HX-Refresh"))));
    }

    [Fact]
    public async Task How_a_visit_went_is_said_in_the_grid_and_taken_back_on_its_page()
    {
        var (clinic, visit) = await Booked(confirmed: true);
        await service.AdvanceTo(visit.Start + Duration.FromMinutes(5));
        using var desk = Browser.Desk(service);

        var after = await (await desk.Open(Day(clinic, visit))).Press("Did not come");
        Assert.Contains("s-no_show", after.Find($"#v-{visit.Id}").Closest("tr")!.ClassName, StringComparison.Ordinal);
        var open = await (await desk.Open($"/desk/visits/{visit.Id}")).Press("Undo: reopen");
        Assert.Equal((HttpStatusCode.OK, AppointmentStatus.Confirmed), (open.Status, (await service.Desk().Appointment(visit.Id)).Value.Status));
        Assert.Contains("Reopened", open.Of(".history"), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_can_happen_to_a_visit_has_words() => Assert.Empty(
        BookingModel.Create(new OutboxHandlers()).Events.Readable.Where(name => name.StartsWith("appointment_", StringComparison.Ordinal)).Except(HistoryWords.Known));

    static string Day(Clinic clinic, AppointmentAnswer visit) => DeskLinks.Day([clinic.Doctor], visit.Start.InUtc().Date);

    async Task<(Clinic Clinic, AppointmentAnswer Visit)> Booked(bool confirmed)
    {
        var clinic = await Clinic.Open(service);
        var hold = (await clinic.Hold(service.DemoPatient(), (await clinic.Free())[Interlocked.Increment(ref taken)])).Value;
        var visit = (await service.DemoPatient().Book(new(hold.Id, PaymentProvider.Manual, Reason: "my knee"))).Value;
        if (confirmed)
            _ = (await clinic.Pay(visit)).Value;
        return (clinic, visit);
    }
}
