using System.Net;
using Booking.Contracts;
using Booking.Service.Tests.Payments;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Booking.Service.Tests.Web.Holding;

/// <summary>From a held time to a booked one, and what is said when somebody was faster.</summary>
public sealed class HoldingTests(PayingFixture service) : IClassFixture<PayingFixture>
{
    const string Hostile = "<script>alert(1)</script> \u202Eabc \"'&";

    readonly Guid patient = Guid.NewGuid();

    Browser Somebody(Guid? account = null) => Browser.As(service, Roles.Patient, account ?? patient).In("UTC");

    [Fact]
    public async Task A_patient_holds_checks_and_books_a_visit_that_is_paid_at_the_desk()
    {
        var clinic = await Clinic.Open(service, policy: new([new(24, 100)], 4, 0));
        var details = await Hold(Somebody(), clinic);

        var check = await details.Press("Check your answers", ("reason", Hostile));
        var booked = await check.Press("Book the visit");

        Assert.Contains(Hostile, check.Text, StringComparison.Ordinal);
        Assert.Contains("24 hours or more before the start: you get everything back", check.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("script", check.Address.ToString(), StringComparison.Ordinal);
        var visit = Assert.Single((await service.Node.As(Roles.Patient, patient).Appointments()).Value.Items);
        Assert.Equal($"/visits/{visit.Id}", booked.Address.AbsolutePath);
        Assert.Equal(Hostile, (await service.Node.As(Roles.Patient, patient).Appointment(visit.Id)).Value.Reason);
    }

    [Fact]
    public async Task A_second_press_of_book_is_no_second_visit_and_the_way_back_leads_to_the_first()
    {
        var clinic = await Clinic.Open(service);
        var details = await Hold(Somebody(), clinic);
        var check = await details.Press("Check your answers");

        var both = await Task.WhenAll(check.Press("Book the visit"), check.Press("Book the visit"));
        var later = await details.Press("Check your answers");

        var visit = Assert.Single((await service.Node.As(Roles.Patient, patient).Appointments()).Value.Items);
        Assert.All([.. both, later], page => Assert.Equal($"/visits/{visit.Id}", page.Address.AbsolutePath));
    }

    [Fact]
    public async Task Who_comes_too_late_is_told_so_and_holds_one_of_the_nearest_times_by_one_press()
    {
        var clinic = await Clinic.Open(service);
        var calendar = await Somebody().Open(Day(clinic));
        var start = InstantPattern.ExtendedIso.Parse(calendar.Find(".chosen .pick").GetAttribute("value")!).Value;
        _ = (await clinic.Hold(service.Patient(), start)).Value;

        var told = await calendar.Press(".chosen .pick");
        var held = await told.Press("button[value]");

        Assert.Equal(HttpStatusCode.Conflict, told.Status);
        Assert.Equal(3, told.Document.QuerySelectorAll("button[name=start]").Length);
        Assert.StartsWith("/holds/", held.Address.AbsolutePath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_that_somebody_holds_already_leads_them_to_their_hold_and_is_not_called_anothers()
    {
        var clinic = await Clinic.Open(service);
        var calendar = await Somebody().Open(Day(clinic));
        var start = calendar.Find(".chosen .pick").GetAttribute("value");
        var held = await calendar.Press(".chosen .pick");

        var again = await calendar.Press(".chosen .pick", ("key", Guid.NewGuid().ToString()));
        var picked = await calendar.Browser.Open($"/doctors/{clinic.Doctor}/times?start={Uri.EscapeDataString(start!)}");

        Assert.Equal(held.Address, again.Address);
        Assert.Equal(held.Address.AbsolutePath, picked.Find(".notice.good a").GetAttribute("href"));
    }

    [Fact]
    public async Task A_hold_that_runs_out_while_somebody_types_costs_them_nothing_that_they_typed()
    {
        var clinic = await Clinic.Open(service);
        var details = await Hold(Somebody(), clinic);
        await service.Advance(Duration.FromMinutes(11));

        var over = await details.Press("Check your answers", ("reason", Hostile), ("couponCode", "NOSUCH"));
        var again = await over.Press("button.quiet[name=start]");
        var direct = await (await Hold(Somebody(Guid.NewGuid()), clinic)).Press("Check your answers", ("reason", "Cough"));
        await service.Advance(Duration.FromMinutes(11));
        var late = await direct.Press("Book the visit");

        Assert.Equal(HttpStatusCode.Gone, over.Status);
        Assert.StartsWith("/holds/", again.Address.AbsolutePath, StringComparison.Ordinal);
        Assert.NotEqual(details.Address, again.Address);
        Assert.Equal((Hostile, "NOSUCH"), (again.Find("#reason").TextContent, again.Find("#couponCode").GetAttribute("value")));
        Assert.Equal((HttpStatusCode.Gone, "Cough"), (late.Status, late.Find("input[name=reason]").GetAttribute("value")));
    }

    [Fact]
    public async Task More_time_is_given_once_and_what_was_typed_stays()
    {
        var clinic = await Clinic.Open(service);
        var details = await Hold(Somebody(), clinic);

        var more = await details.Press("Give me more time", ("reason", "Cough"));
        var stale = await details.Press("Give me more time");
        await service.Advance(Duration.FromMinutes(11));
        var still = await more.Press("Check your answers");

        Assert.Contains("already been given", more.Text, StringComparison.Ordinal);
        Assert.Equal("Cough", more.Find("#reason").TextContent);
        Assert.Equal(HttpStatusCode.OK, stale.Status);
        Assert.Contains("Cough", still.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_coupon_is_judged_before_anything_is_booked_and_a_free_visit_asks_for_no_payment()
    {
        var clinic = await Clinic.Open(service);
        _ = (await service.Desk().CreateCoupon(clinic.Doctor, new("GIFT100", new(DiscountType.Percent, 100)))).Value;
        var details = await Hold(Somebody(), clinic);

        var wrong = await details.Press("Use the code", ("couponCode", "NOSUCH"), ("reason", "Cough"));
        var right = await wrong.Press("Use the code", ("couponCode", "GIFT100"));
        var booked = await (await right.Press("Check your answers")).Press("Book the visit");

        Assert.Equal((HttpStatusCode.BadRequest, true), (wrong.Status, wrong.Has("#couponCode-error")));
        Assert.Equal("Cough", right.Find("#reason").TextContent);
        Assert.False(right.Has("input[name=provider]"));
        var visit = (await service.Node.As(Roles.Patient, patient).Appointment(Guid.Parse(booked.Address.Segments[^1]))).Value;
        Assert.Equal((AppointmentStatus.Confirmed, 0), (visit.Status, visit.Due.Amount));
    }

    [Fact]
    public async Task A_hold_of_somebody_else_is_not_shown_and_staff_hold_nothing_here()
    {
        var clinic = await Clinic.Open(service);
        var details = await Hold(Somebody(), clinic);

        Assert.Equal(HttpStatusCode.Forbidden, (await Somebody(Guid.NewGuid()).Open(details.Address.AbsolutePath)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Somebody().Open($"/holds/{Guid.NewGuid()}")).Status);
        Assert.Equal("/account/sign-in", (await Browser.Anonymous(service).Open(details.Address.AbsolutePath)).Address.AbsolutePath);
        Assert.Contains("/desk/book?doctor=", (await Browser.Desk(service).Open(Day(clinic))).Find("a.pick").GetAttribute("href"), StringComparison.Ordinal);
        Assert.False((await Browser.Doctor(service, clinic.Doctor).Open(Day(clinic))).Has("button.pick"));
    }

    [Fact]
    public async Task A_time_that_is_let_go_is_free_again()
    {
        var clinic = await Clinic.Open(service);
        var details = await Hold(Somebody(), clinic);
        var before = (await clinic.Free()).Count;

        var calendar = await details.Press("Give this time back to others");

        Assert.Equal($"/doctors/{clinic.Doctor}/times", calendar.Address.AbsolutePath);
        Assert.Equal(before + 1, (await clinic.Free()).Count);
    }

    [Fact]
    public async Task Where_a_licence_ends_the_form_says_so()
    {
        var clinic = await Clinic.Open(service);
        var known = (await service.Desk().Doctor(clinic.Doctor)).Value;
        _ = (await service.Desk().ChangeDoctor(clinic.Doctor, new(known.FullName, "d@example.test", "+971501234567", known.Specialties, known.Languages, "", [], known.TimeZone, known.Fees, LicensedIn: ["AE"]))).Value;
        var details = await Hold(Somebody(), clinic);

        var missing = await details.Press("Check your answers");
        var elsewhere = await details.Press("Check your answers", ("place", "elsewhere"));
        var there = await details.Press("Check your answers", ("place", "AE"));

        Assert.Contains("Say where you will be", missing.Of("#place-error"), StringComparison.Ordinal);
        Assert.Contains("may not treat", elsewhere.Of("#place-error"), StringComparison.Ordinal);
        Assert.Equal("Check your answers", there.Of("h1"));
    }

    [Fact]
    public async Task A_visit_every_week_is_booked_in_one_step_and_what_is_not_to_be_had_is_named()
    {
        var clinic = await Clinic.Open(service, rules: new(HorizonDays: 20));
        var form = await Somebody().Open($"/doctors/{clinic.Doctor}/series");
        var first = form.Document.QuerySelectorAll("#start option")[40].GetAttribute("value");

        var done = await form.Press("Book the visits", ("start", first), ("count", "4"));

        Assert.Equal(HttpStatusCode.OK, done.Status);
        Assert.Equal((3, 1), (done.AllOf("ol.cards li").Count, done.AllOf("main ul li").Count));
        Assert.Equal(HttpStatusCode.BadRequest, (await form.Press("Book the visits", ("start", first), ("count", "many"))).Status);
    }

    static string Day(Clinic clinic) => $"/doctors/{clinic.Doctor}/times?date={LocalDatePattern.Iso.Format(clinic.Today.PlusDays(3))}";

    static async Task<Page> Hold(Browser who, Clinic clinic)
    {
        var page = await (await who.Open(Day(clinic))).Press(".chosen .pick");
        Assert.Equal((HttpStatusCode.OK, true), (page.Status, page.Address.AbsolutePath.StartsWith("/holds/", StringComparison.Ordinal)));
        return page;
    }
}
