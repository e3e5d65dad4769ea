using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Web.Settings;

/// <summary>What else a doctor works by: profile, days that differ, policy.</summary>
public sealed class SettingsPageTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task The_desk_registers_a_doctor_ops_verify_them_and_both_find_them_in_the_list()
    {
        using var desk = Browser.Desk(service);
        using var ops = Browser.Ops(service);
        var name = $"Dr <b>{Guid.NewGuid():N}</b>";

        var page = await (await desk.Open("/desk/doctors/new")).Press("Register", ("fullName", name), ("specialties", "Cardiology\nSleep"), ("fees.standard.amount", "200.505"));
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal(name, page.Find("#fullName").GetAttribute("value"));
        page = await page.Press(
            "Register", ("email", "new@example.test"), ("phone", "+971501234567"), ("languages", "English, العربية"), ("timeZone", "Asia/Dubai"), ("fees.standard.amount", "200.50"),
            ("fees.followup.amount", "0"), ("fees.standard.currency", "usd"));
        Assert.EndsWith("/settings/schedule", page.Address.AbsolutePath, StringComparison.Ordinal);
        var id = Guid.Parse(page.Address.Segments[3].TrimEnd('/'));

        var list = await desk.Open("/desk/doctors?query=" + Uri.EscapeDataString(name[3..12]));
        Assert.Contains("Not verified", list.Of(".card"), StringComparison.Ordinal);
        Assert.DoesNotContain("Verify", (await list.Follow(name)).Text, StringComparison.Ordinal);
        page = await (await ops.Open($"/desk/doctors/{id}/settings")).Press("Verify this doctor");

        Assert.Contains("Accepts patients", page.Text, StringComparison.Ordinal);
        var doctor = (await service.Anonymous().Doctor(id)).Value;
        Assert.Equal((name, 20_050L, "USD", 2, 2), (doctor.FullName, doctor.Fees.Standard.Amount, doctor.Fees.Standard.Currency, doctor.Specialties.Count, doctor.Languages.Count));
        Assert.Contains("Paused", (await page.Press("Pause")).Of("dd"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_edit_a_profile_the_second_is_told_what_the_first_has_made_of_it()
    {
        var clinic = await Clinic.Open(service);
        using var desk = Browser.Desk(service);
        var open = await desk.Open(At(clinic, "/profile"));
        var theirs = (await service.Desk().DoctorProfile(clinic.Doctor)).Value;
        _ = (await service.Desk().ChangeDoctor(clinic.Doctor, theirs with { Bio = "Theirs" })).Value;

        var refused = await open.Press("Save", ("bio", "Mine"));

        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.Status);
        Assert.Equal(["About the doctor", "Theirs", "Mine"], refused.AllOf("#changed tbody tr > *"));
        Assert.Equal("Saved.", (await refused.Press("Save")).Of("[role=status]"));
        Assert.Equal("Mine", (await service.Desk().Doctor(clinic.Doctor)).Value.Bio);
    }

    [Fact]
    public async Task A_block_that_hits_a_visit_says_whose_and_is_made_only_when_that_is_said_again()
    {
        var clinic = await Clinic.Open(service);
        var visit = await clinic.Confirmed(service.DemoPatient(), (await clinic.Free())[5]);
        var patient = (await service.Desk().Patients("patient@demo.test")).Value.Items[0];
        using var desk = Browser.Desk(service);

        var open = await desk.Open(At(clinic, "/exceptions"));
        var refused = await open.Press("button:not(.hidden)[class='']", ("date", Iso(visit.Start)), ("reason", "Ill <i>today</i>"));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains(patient.FullName, refused.Of("#summary"), StringComparison.Ordinal);
        Assert.Empty((await service.Desk().Exceptions(clinic.Doctor)).Value.Items);
        var blocked = await refused.Press("Block anyway and keep these visits");

        Assert.Contains("Ill <i>today</i>", blocked.Of("table tbody tr:has(form)"), StringComparison.Ordinal);
        Assert.Contains(patient.FullName, blocked.Of(".notice.warn"), StringComparison.Ordinal);
        Assert.Contains("No day is different.", (await blocked.Press("td button.quiet")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_is_read_as_patients_will_read_it_before_it_is_saved()
    {
        var clinic = await Clinic.Open(service, policy: Clinic.Policy);
        using var doctor = Browser.Doctor(service, clinic.Doctor).Reading("ar");
        using var desk = Browser.Desk(service);

        var arabic = await doctor.Open(At(clinic, "/policy"));
        var page = await (await desk.Open(At(clinic, "/policy"))).Press("#show", ("cancellation[0].hoursBefore", "48"), ("noShowRefundPercent", "25"));
        Assert.Contains("الإلغاء قبل البداية بمدة 24 ساعة أو أكثر: يعود إليك كل ما دفعته.", arabic.Text, StringComparison.Ordinal);
        Assert.Contains("Cancel 2 days or more before the start: you get everything back.", page.Of(".policy"), StringComparison.Ordinal);
        Assert.Contains("If you miss the visit, you get 25% back.", page.Of(".policy"), StringComparison.Ordinal);
        Assert.Equal(24, (await service.Desk().Doctor(clinic.Doctor)).Value.Policy!.Cancellation[0].HoursBefore);

        var refused = await (await page.Press("#add")).Press("Save", ("cancellation[2].refundPercent", "90"));
        Assert.Contains("Step 3: Must come later than the tier before it and give back no more.", refused.Of("#summary"), StringComparison.Ordinal);
        _ = await refused.Press("Save", ("cancellation[2].refundPercent", "10"));
        Assert.Equal([48, 2, 0], (await service.Desk().Doctor(clinic.Doctor)).Value.Policy!.Cancellation.Select(tier => tier.HoursBefore));
    }

    static string At(Clinic clinic, string part) => $"/desk/doctors/{clinic.Doctor}/settings{part}";

    static string Iso(Instant start) => start.InUtc().Date.ToString("uuuu-MM-dd", null);
}
