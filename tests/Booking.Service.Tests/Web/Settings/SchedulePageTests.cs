using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Web.Settings;

/// <summary>The editor of a doctor's hours, without scripts.</summary>
public sealed class SchedulePageTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Rows_come_and_go_and_the_preview_shows_a_clock_change_before_anything_is_saved()
    {
        var clinic = await Clinic.Open(service, weekly: [new(WeekDay.Sunday, new(1, 0), new(5, 0), 60, [AppointmentType.Standard])], zone: "Europe/Berlin");
        using var browser = Browser.Doctor(service, clinic.Doctor);

        var page = await browser.Open(At(clinic));
        page = await page.Press("Show what this makes", ("week", "2027-03-25"));
        Assert.Contains("The clock goes forward from 2:00 AM to 3:00 AM: this day has 23 hours.", page.Of("#preview"), StringComparison.Ordinal);
        Assert.Contains("3 times in this week.", page.Of("#preview"), StringComparison.Ordinal);
        page = await page.Press("#add", ("weekly[0].start", "00:00"));
        Assert.Equal(["sunday", "monday"], Values(page, "dayOfWeek"));
        Assert.Contains("9 times in this week.", page.Of("#preview"), StringComparison.Ordinal);
        page = await page.Press("#remove-0");
        Assert.Equal(["monday"], Values(page, "dayOfWeek"));
        Assert.Equal(WeekDay.Sunday, Assert.Single((await service.Desk().Schedule(clinic.Doctor)).Value.Weekly).DayOfWeek);

        page = await page.Press("Save these hours", ("weekly[0].maxPatients", "3"));
        Assert.Equal("Saved.", page.Of("[role=status]"));
        Assert.Equal((WeekDay.Monday, 3), Assert.Single((await service.Desk().Schedule(clinic.Doctor)).Value.Weekly) is var saved ? (saved.DayOfWeek, saved.MaxPatients) : default);
    }

    [Fact]
    public async Task Of_two_who_edit_the_same_hours_the_second_sees_both_and_decides()
    {
        var clinic = await Clinic.Open(service, weekly: [new(WeekDay.Monday, new(9, 0), new(12, 0), 30, [AppointmentType.Standard])]);
        using var doctor = Browser.Doctor(service, clinic.Doctor);
        var open = await doctor.Open(At(clinic));
        _ = (await service.Desk().SetSchedule(clinic.Doctor, new([new(WeekDay.Monday, new(8, 0), new(10, 0), 30, [AppointmentType.Standard])]))).Value;

        var refused = await open.Press("Save these hours", ("weekly[0].start", "10:00"));

        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.Status);
        Assert.Contains("8:00 AM – 10:00 AM", refused.Of("#changed"), StringComparison.Ordinal);
        Assert.Contains("10:00 AM – 12:00 noon", refused.Of("#changed"), StringComparison.Ordinal);
        Assert.Equal(["10:00"], Values(refused, "start"));
        Assert.Equal(new LocalTime(8, 0), (await service.Desk().Schedule(clinic.Doctor)).Value.Weekly[0].Start);
        _ = await refused.Press("Save these hours");
        Assert.Equal(new LocalTime(10, 0), (await service.Desk().Schedule(clinic.Doctor)).Value.Weekly[0].Start);
    }

    [Fact]
    public async Task Visits_that_hours_would_leave_outside_are_named_before_and_after_they_are_saved()
    {
        var clinic = await Clinic.Open(service);
        var visit = await clinic.Confirmed(service.DemoPatient(), (await clinic.Free())[3]);
        var name = (await service.Desk().Patients("patient@demo.test")).Value.Items[0].FullName;
        using var desk = Browser.Desk(service);

        var page = await (await desk.Open(At(clinic))).Press($"#remove-{(int)visit.Start.InUtc().DayOfWeek - 1}");
        Assert.Contains(name, page.Of("#preview"), StringComparison.Ordinal);
        page = await page.Press("Save these hours");

        Assert.Contains(name, page.Of(".notice.warn"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_told_beside_its_row_and_nothing_typed_is_lost()
    {
        var clinic = await Clinic.Open(service, weekly: [new(WeekDay.Monday, new(9, 0), new(12, 0), 30, [AppointmentType.Standard])]);
        using var desk = Browser.Desk(service);
        var page = await (await desk.Open(At(clinic))).Press("#add");

        page = await page.Press(
            "Save these hours", ("weekly[1].dayOfWeek", "monday"), ("weekly[1].start", "10:00"), ("weekly[0].bufferMinutes", "<script>"), ("rules.horizonDays", ""));
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.StartsWith("Error: ", page.Title, StringComparison.Ordinal);
        Assert.Equal("<script>", page.Find("[name='weekly[0].bufferMinutes']").GetAttribute("value"));
        page = await page.Press("Save these hours", ("weekly[0].bufferMinutes", "0"), ("rules.horizonDays", "500"));

        Assert.Contains("Hours 2, Start: Must not overlap hours 1, which have a kind of visit in common.", page.Of("#summary"), StringComparison.Ordinal);
        Assert.Contains("Days ahead: Must be 1 to 400.", page.Of("#summary"), StringComparison.Ordinal);
        Assert.Equal(10, (await service.Desk().Schedule(clinic.Doctor)).Value.Rules.HorizonDays);
    }

    [Fact]
    public async Task Whose_hours_they_are_not_sees_and_saves_nothing()
    {
        var clinic = await Clinic.Open(service);
        using var own = Browser.Doctor(service, clinic.Doctor);
        using var other = Browser.Doctor(service, Guid.NewGuid());
        using var patient = Browser.Patient(service);

        foreach (var part in (string[])["", "/profile", "/schedule", "/exceptions", "/policy", "/gateways", "/video", "/coupons", "/questions", "/webhooks", "/feeds"])
        {
            Assert.Equal(HttpStatusCode.OK, (await own.Open(At(clinic, part))).Status);
            Assert.Equal((part, HttpStatusCode.Forbidden), (part, (await other.Open(At(clinic, part))).Status));
            Assert.Equal((part, HttpStatusCode.Forbidden), (part, (await patient.Open(At(clinic, part))).Status));
        }
    }

    static string At(Clinic clinic, string part = "/schedule") => $"/desk/doctors/{clinic.Doctor}/settings{part}";

    static string[] Values(Page page, string cell) =>
        [.. page.Document.QuerySelectorAll($"[name$='.{cell}']").Select(field => ((field as AngleSharp.Html.Dom.IHtmlSelectElement)?.Value ?? field.GetAttribute("value"))!)];
}
