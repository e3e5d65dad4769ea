using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Web.Settings;

/// <summary>What a doctor is paid by, gives out, asks and tells: accounts, codes, questions, webhooks, video, feeds.</summary>
public sealed class AccountsPageTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    const string Secret = "sk_test_51NeverShownAgain";

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
    public async Task What_is_wrong_is_told_by_the_labels_of_the_form_and_not_by_the_names_of_fields()
    {
        var clinic = await Clinic.Open(service);
        using var desk = Browser.Desk(service);
        var backwards = await (await desk.Open(At(clinic, "/coupons"))).Press(
            "Add a coupon", ("code", "autumn"), ("discount.type", "percent"), ("discount.value", "10"), ("validFrom", "2027-03-31"), ("validTo", "2027-03-01"));
        Assert.Equal("Last day: Must not be before the first day.", backwards.Of("#summary li"));

        using var doctor = Browser.Doctor(service, clinic.Doctor);
        var page = await (await doctor.Open(At(clinic, "/questions"))).Press("#add");
        page = await page.Press("Save", ("questions[0].text", "Smoker?"), ("questions[0].kind", "choice"), ("questions[0].choices", "Never"));
        Assert.Contains("Must have 2 to 20 choices.", page.Of("#summary"), StringComparison.Ordinal);
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
}
