using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Web.Settings;

/// <summary>What else a doctor works by: profile, days that differ, policy, accounts, codes, questions, webhooks.</summary>
public sealed class SettingsPageTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    const string Secret = "sk_test_51NeverShownAgain";

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

    [Fact]
    public async Task Keys_of_a_payment_account_are_taken_and_never_shown_not_even_after_a_mistake()
    {
        var clinic = await Clinic.Open(service);
        using var doctor = Browser.Doctor(service, clinic.Doctor);
        using var desk = Browser.Desk(service);

        var refused = await (await doctor.Open(At(clinic, "/gateways/stripe"))).Press("Save", ("secretKey", Secret), ("webhookSecrets[0]", "wrong_NeverShownAgain"), ("currency", "AED"));
        var set = await refused.Press("Save", ("secretKey", Secret), ("webhookSecrets[0]", "whsec_NeverShownAgain"));
        var again = await doctor.Open(At(clinic, "/gateways/stripe"));

        Assert.Equal((HttpStatusCode.BadRequest, "AED"), (refused.Status, refused.Find("#currency").GetAttribute("value")));
        Assert.Contains("Must begin with whsec_", refused.Of("#summary"), StringComparison.Ordinal);
        Assert.Contains("The keys are set.", set.Text, StringComparison.Ordinal);
        Assert.Contains("/webhooks/stripe/", set.Find("[readonly]").GetAttribute("value"), StringComparison.Ordinal);
        foreach (var page in (Page[])[refused, set, again])
            Assert.DoesNotContain("NeverShownAgain", page.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await desk.Open(At(clinic, "/gateways"))).Status);
        Assert.DoesNotContain("Payment accounts", (await desk.Open(At(clinic, ""))).Of("nav.tabs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_coupon_is_given_out_once_however_often_its_form_is_sent_and_its_last_day_counts()
    {
        var clinic = await Clinic.Open(service, zone: "Asia/Dubai");
        using var desk = Browser.Desk(service);
        var open = await desk.Open(At(clinic, "/coupons"));
        (string, string?)[] typed = [("code", "spring"), ("discount.type", "fixed"), ("discount.value", "12.50"), ("validTo", "2027-03-31")];

        var (once, twice) = (await open.Press("Add a coupon", typed), await open.Press("Add a coupon", typed));
        var coupon = Assert.Single((await service.Desk().Coupons(clinic.Doctor)).Value.Items);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (once.Status, twice.Status));
        Assert.Equal(("SPRING", 1_250, Instant.FromUtc(2027, 3, 31, 20, 0)), (coupon.Code, coupon.Discount.Value, coupon.ValidTo));
        Assert.Contains("until Wednesday 31 March 2027", twice.Of("td:nth-child(4)"), StringComparison.Ordinal);
        Assert.Contains("Deleted", (await twice.Press("td button.quiet")).Of("tbody"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await desk.Open("/desk/coupons")).Status);
    }

    [Fact]
    public async Task Questions_are_added_moved_and_saved_as_a_whole()
    {
        var clinic = await Clinic.Open(service);
        using var doctor = Browser.Doctor(service, clinic.Doctor);

        var page = await (await doctor.Open(At(clinic, "/questions"))).Press("#add");
        page = await page.Press("#add", ("questions[0].text", "Any allergies?"), ("questions[0].required", "true"));
        page = await page.Press("#up-1", ("questions[1].text", "Smoker?"), ("questions[1].kind", "choice"), ("questions[1].choices", "Never\r\nSometimes, rarely"));
        Assert.Empty((await service.Desk().IntakeQuestions(clinic.Doctor)).Value.Questions);
        page = await page.Press("Save");

        var questions = (await service.Desk().IntakeQuestions(clinic.Doctor)).Value.Questions;
        Assert.Equal("Saved.", page.Of("[role=status]"));
        Assert.Equal([("Smoker?", false), ("Any allergies?", true)], questions.Select(question => (question.Text, question.Required)));
        Assert.Equal(["Never", "Sometimes, rarely"], questions[0].Choices);
    }

    [Fact]
    public async Task The_secret_of_a_webhook_is_told_once_and_others_do_not_see_it_at_all()
    {
        var clinic = await Clinic.Open(service);
        using var doctor = Browser.Doctor(service, clinic.Doctor);
        using var other = Browser.Doctor(service, Guid.NewGuid());

        var made = await (await doctor.Open(At(clinic, "/webhooks"))).Press("Add a webhook", ("url", "http://127.0.0.1:9/hook"), ("all", "true"));
        var (secret, list) = (made.Of(".notice code"), await doctor.Open(At(clinic, "/webhooks")));
        var detail = await list.Follow("http://127.0.0.1:9/hook");
        var rotated = await detail.Press("Make a new secret");

        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", list.Text + detail.Text, StringComparison.Ordinal);
        Assert.NotEqual(secret, rotated.Of(".notice code"));
        Assert.Equal(HttpStatusCode.Forbidden, (await other.Open(detail.Address.PathAndQuery)).Status);
        Assert.Contains("No webhooks yet.", (await detail.Press("Delete")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_video_link_is_checked_and_saved_and_a_feed_is_revoked()
    {
        var clinic = await Clinic.Open(service);
        using var doctor = Browser.Doctor(service, clinic.Doctor);
        _ = (await service.Doctor(clinic.Doctor).MakeFeed()).Value;

        var refused = await (await doctor.Open(At(clinic, "/video"))).Press("Save", ("link", "http://video.example/{room}"));
        var saved = await refused.Press("Save", ("link", "https://video.example/{room}"));
        var feeds = await (await doctor.Open(At(clinic, "/feeds"))).Press(".card button");

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal("https://video.example/{room}", saved.Find("#link").GetAttribute("value"));
        Assert.Contains("No feeds.", feeds.Text, StringComparison.Ordinal);
    }

    static string At(Clinic clinic, string part) => $"/desk/doctors/{clinic.Doctor}/settings{part}";

    static string Iso(Instant start) => start.InUtc().Date.ToString("uuuu-MM-dd", null);
}
