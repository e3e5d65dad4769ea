using System.Net;
using Booking.Contracts;
using Booking.Service.Accounts;
using Booking.Service.Web.Desks;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Web.Desks;

/// <summary>What the desk does: books by phone, takes money, blocks, and moves the day of a doctor who is ill.</summary>
public sealed class DeskWorkTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    // The demo clinic's patient is at one visit at a time, whichever test it is of.
    static int taken;

    [Fact]
    public async Task A_booking_by_phone_takes_one_page()
    {
        var (clinic, start) = await Slot();
        using var desk = Browser.Desk(service);
        var found = await (await desk.Open(Book(clinic, start))).Press("Find", ("query", DemoAccounts.PatientEmail), ("reason", "<script>alert(1)</script>"));
        Assert.Equal(DemoAccounts.Patient.Value.ToString(), found.Find("input[name=patientId][checked]").GetAttribute("value"));
        Assert.DoesNotContain(DemoAccounts.PatientEmail, found.Address.ToString(), StringComparison.Ordinal);

        var day = await found.Press("Book");
        Assert.Equal((HttpStatusCode.OK, "/desk/day"), (day.Status, day.Address.AbsolutePath));
        var chosen = day.Find("tr.chosen");
        Assert.Contains("<script>alert(1)</script>", chosen.TextContent, StringComparison.Ordinal);

        // The same press once more, as from a second tab or an impatient hand.
        var again = await found.Press("Book");
        Assert.Equal(chosen.QuerySelector("a")!.Id, again.Find("tr.chosen a").Id);
        Assert.Single((await service.Desk().DaySheet(clinic.Doctor, start.InUtc().Date)).Value.Slots, slot => slot.AppointmentId is not null);
    }

    [Fact]
    public async Task Who_is_not_known_is_taken_down_on_the_same_page()
    {
        var (clinic, start) = await Slot();
        using var desk = Browser.Desk(service);
        var nobody = await (await desk.Open(Book(clinic, start))).Press("Find", ("query", "+971509998877"));
        Assert.Equal("+971509998877", nobody.Find("[name='patient.phone']").GetAttribute("value"));

        var wrong = await nobody.Press("Book", ("patient.fullName", "Amal Nasser"), ("patient.email", "no address"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Equal("patient.email", wrong.Find(wrong.Find("#summary a").GetAttribute("href")!).GetAttribute("name"));
        Assert.Equal("Amal Nasser", wrong.Find("[name='patient.fullName']").GetAttribute("value"));
        Assert.Contains("Amal Nasser", (await wrong.Press("Book", ("patient.email", $"{Guid.NewGuid():N}@example.test"))).Of("tr.chosen"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_somebody_was_faster_nothing_is_lost_and_the_next_times_are_buttons()
    {
        var (clinic, start) = await Slot();
        using var desk = Browser.Desk(service);
        var form = await (await desk.Open(Book(clinic, start))).Press("Find", ("query", DemoAccounts.PatientEmail), ("reason", "my knee"));
        _ = (await clinic.Hold(service.Patient(), start)).Value;

        var late = await form.Press("Book");
        Assert.Equal((HttpStatusCode.Conflict, "my knee"), (late.Status, late.Find("#reason").GetAttribute("value")));
        Assert.Equal(3, late.Document.QuerySelectorAll("button[name=instead]").Length);
        Assert.Contains("my knee", (await late.Press("button[name=instead]")).Of("tr.chosen"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_patient_who_is_busy_is_booked_only_on_purpose_and_on_the_time_that_is_held()
    {
        var (clinic, start) = await Slot();
        var other = await Clinic.Open(service);
        _ = await other.Pending(service.DemoPatient(), start);
        using var desk = Browser.Desk(service);
        var form = await (await desk.Open(Book(clinic, start))).Press("Find", ("query", DemoAccounts.PatientEmail));

        var busy = await form.Press("Book");
        Assert.Equal(HttpStatusCode.Conflict, busy.Status);
        Assert.Equal(DayState.Held, (await clinic.OnDaySheet(start)).State);
        Assert.Equal("/desk/day", (await busy.Press("Book", ("override", "patient-busy"))).Address.AbsolutePath);
    }

    [Fact]
    public async Task Money_at_the_desk_confirms_and_goes_back_in_cash()
    {
        var (clinic, start) = await Slot();
        var visit = await clinic.Pending(service.Patient(), start);
        using var desk = Browser.Desk(service);

        var paid = await (await desk.Open($"/desk/visits/{visit.Id}")).Press("Money taken", ("reference", "R-1"));
        Assert.Contains("Confirmed", paid.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Enter an amount", (await paid.Press("Give it back", ("amount", "1.234"), ("reason", "late"))).Of("#summary"), StringComparison.Ordinal);
        var refunded = await paid.Press("Give it back", ("amount", "12.50"), ("reason", "late"));
        Assert.Contains("12.50", refunded.Of(".notice.warn"), StringComparison.Ordinal);
        Assert.False((await refunded.Press("Handed back")).Has(".notice.warn"));

        var cancel = await desk.Open($"/desk/visits/{visit.Id}/cancel");
        Assert.Equal(3, cancel.Document.QuerySelectorAll("input[name=for]").Length);
        Assert.Equal(HttpStatusCode.BadRequest, (await cancel.Press("Cancel this visit")).Status);
        Assert.Contains("Cancelled", (await cancel.Press("Cancel this visit", ("for", "doctor"), ("reason", "ill"))).Of(".history"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_and_a_half_written_with_a_comma_does_not_give_back_a_hundred_times_as_much()
    {
        var (clinic, start) = await Slot();
        var visit = await clinic.Pending(service.Patient(), start);
        using var desk = Browser.Desk(service);
        var paid = await (await desk.Open($"/desk/visits/{visit.Id}")).Press("Money taken", ("reference", "R-1"));

        var refused = await paid.Press("Give it back", ("amount", "1,50"), ("reason", "late"));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal(0, (await service.Desk().Payment(visit.Payment!.Id)).Value.Refunded.Amount);
    }

    [Fact]
    public async Task Cash_that_was_granted_after_the_page_was_shown_is_not_ticked_off_with_the_rest()
    {
        var (clinic, start) = await Slot();
        var visit = await clinic.Pending(service.Patient(), start);
        using var desk = Browser.Desk(service);
        var paid = await (await desk.Open($"/desk/visits/{visit.Id}")).Press("Money taken", ("reference", "R-1"));
        var shown = await paid.Press("Give it back", ("amount", "12.50"), ("reason", "late"));
        _ = (await service.Desk().RefundPayment(visit.Payment!.Id, new("later still", new(500, visit.Due.Currency)))).Value;

        var refused = await shown.Press("Handed back");

        Assert.Equal((HttpStatusCode.PreconditionFailed, true), (refused.Status, refused.Of(".notice.warn").Contains("17.50", StringComparison.Ordinal)));
        Assert.False((await refused.Press("Handed back")).Has(".notice.warn"));
    }

    [Fact]
    public async Task The_days_list_of_cash_ticks_off_what_it_showed_and_nothing_that_was_granted_since()
    {
        var (clinic, start) = await Slot();
        var visit = await clinic.Confirmed(service.Patient(), start);
        Task<Answer<PaymentAnswer>> Grant(long amount) => service.Desk().RefundPayment(visit.Payment!.Id, new("late", new(amount, visit.Due.Currency)));
        _ = (await Grant(1250)).Value;
        using var desk = Browser.Desk(service);
        var day = await desk.Open($"/desk/day?doctor={clinic.Doctor}");
        _ = (await Grant(500)).Value;

        Assert.Equal(HttpStatusCode.PreconditionFailed, (await day.Press("Handed back")).Status);
        Assert.Equal(1750, Assert.Single((await service.Desk().DaySheet(clinic.Doctor, clinic.Today)).Value.CashToHandBack).Amount.Amount);
        Assert.False((await (await desk.Open($"/desk/day?doctor={clinic.Doctor}")).Press("Handed back")).Text.Contains("17.50", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_block_shows_what_it_hits_first()
    {
        var (clinic, start) = await Slot();
        var visit = await clinic.Confirmed(service.DemoPatient(), start);
        using var desk = Browser.Desk(service);
        var form = await desk.Open($"/desk/doctors/{clinic.Doctor}/block?date={DeskLinks.Text(start.InUtc().Date)}");
        Assert.Equal(HttpStatusCode.BadRequest, (await form.Press("Block this time", ("reason", "training"))).Status);

        var hit = await form.Press("Block this time", ("whole", "true"), ("reason", "training"));
        Assert.Equal((HttpStatusCode.Conflict, true), (hit.Status, hit.Of("#summary").Contains("Amina Demo", StringComparison.Ordinal)));
        var day = await hit.Press("Block anyway, keep the visits");
        Assert.Contains("look", day.Find($"#v-{visit.Id}").Closest("tr")!.ClassName, StringComparison.Ordinal);
        var why = await day.Browser.Open(day.Find("tr.s-blocked a").GetAttribute("href")!);
        Assert.Contains("training", why.Text, StringComparison.Ordinal);
        Assert.False((await why.Press("Give the time back")).Has("tr.s-blocked"));
    }

    [Fact]
    public async Task A_sick_doctors_day_is_moved_once_however_often_it_is_tried()
    {
        var (clinic, start) = await Slot();
        var (moves, stays) = (await clinic.Confirmed(service.Patient(), start), await clinic.Confirmed(service.Patient(), start + Duration.FromHours(1)));
        using var desk = Browser.Desk(service);
        var preview = await desk.Open($"/desk/doctors/{clinic.Doctor}/move-all?date={DeskLinks.Text(start.InUtc().Date)}");
        Assert.Equal(2, preview.Document.QuerySelectorAll("input[name=visit]").Length);
        Assert.Equal(2, preview.AllOf("main option:first-child").Where(text => !text.StartsWith("Cancel", StringComparison.Ordinal)).Distinct().Count());
        Assert.Equal(start, (await service.Desk().Appointment(moves.Id)).Value.Start);

        var report = await preview.Press("Make these changes", ($"to-{stays.Id}", "cancel"));
        Assert.Contains("2 visits were moved or cancelled", report.Text, StringComparison.Ordinal);
        var (moved, cancelled) = ((await service.Desk().Appointment(moves.Id)).Value, (await service.Desk().Appointment(stays.Id)).Value);
        Assert.True(moved.Start.InUtc().Date > start.InUtc().Date);
        Assert.Equal((VisitParty.Doctor, stays.Due), (cancelled.Cancellation!.By, cancelled.Cancellation.Refund));

        Assert.Contains("0 visits were moved", (await preview.Press("Make these changes")).Text, StringComparison.Ordinal);
        Assert.Equal(moved.Start, (await service.Desk().Appointment(moves.Id)).Value.Start);
        Assert.Empty(await clinic.Free(from: start.InUtc().Date, days: 1));
        Assert.Contains("No visits are left", (await desk.Open(preview.Address.PathAndQuery)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_that_cannot_be_closed_keeps_its_visits()
    {
        var (clinic, start) = await Slot();
        var visit = await clinic.Confirmed(service.Patient(), start);
        using var desk = Browser.Desk(service);
        var preview = await desk.Open($"/desk/doctors/{clinic.Doctor}/move-all?date={DeskLinks.Text(start.InUtc().Date)}");

        var refused = await preview.Press("Make these changes", ("reason", new('x', 501)));

        Assert.Equal((HttpStatusCode.BadRequest, true), (refused.Status, refused.Of("#summary").Contains("nothing was moved", StringComparison.Ordinal)));
        Assert.Equal(start, (await service.Desk().Appointment(visit.Id)).Value.Start);
    }

    [Fact]
    public async Task A_visit_is_moved_only_as_it_was_when_the_form_was_shown()
    {
        var (clinic, start) = await Slot();
        var visit = await clinic.Confirmed(service.Patient(), start);
        using var desk = Browser.Desk(service);
        var form = await desk.Open($"/desk/visits/{visit.Id}/move");
        var free = form.Find("input[name=start]").GetAttribute("value");
        _ = (await service.Desk().Reschedule(visit.Id, new(start + Duration.FromHours(3)))).Value;

        Assert.Equal(HttpStatusCode.PreconditionFailed, (await form.Press("Move the visit", ("start", free))).Status);
        var fresh = await desk.Open($"/desk/visits/{visit.Id}/move");
        Assert.Equal("/desk/day", (await fresh.Press("Move the visit", ("start", free))).Address.AbsolutePath);
    }

    [Fact]
    public async Task Who_waits_is_named_and_may_be_taken_off()
    {
        var (clinic, _) = await Slot();
        _ = (await service.DemoPatient().JoinWaitlist(new(clinic.Doctor, clinic.Today, clinic.Today.PlusDays(5), AppointmentType.Standard))).Value;
        using var desk = Browser.Desk(service);
        var list = await desk.Open($"/desk/doctors/{clinic.Doctor}/waitlist");

        Assert.Contains("Amina Demo", list.Of("tbody"), StringComparison.Ordinal);
        Assert.Contains("Nobody is waiting", (await list.Press("tbody button[type=submit]")).Text, StringComparison.Ordinal);
        Assert.Contains("Amina Demo", (await (await desk.Open("/desk/patients")).Press("Find", ("query", DemoAccounts.PatientEmail))).Of(".card"), StringComparison.Ordinal);
        Assert.Contains("Amina Demo", (await desk.Open($"/desk/patients/{DemoAccounts.Patient.Value}")).Of("h1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_for_whom_nothing_is_free_is_put_on_the_list()
    {
        var (clinic, _) = await Slot();
        using var desk = Browser.Desk(service);
        var list = await desk.Open($"/desk/doctors/{clinic.Doctor}/waitlist");

        var found = await list.Press("Find", ("query", DemoAccounts.PatientEmail));
        Assert.DoesNotContain("demo.test", found.Address.AbsoluteUri, StringComparison.Ordinal);
        var backwards = await found.Press("Put a patient on the list", ("to", "2020-01-01"));
        Assert.Equal((HttpStatusCode.BadRequest, true), (backwards.Status, backwards.Has("#to-error")));
        var there = await found.Press("Put a patient on the list");
        Assert.Equal((HttpStatusCode.OK, true), (there.Status, there.Of("tbody").Contains("Amina Demo", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.Conflict, (await found.Press("Put a patient on the list", ("key", Guid.NewGuid().ToString()))).Status);
    }

    [Fact]
    public async Task Who_walks_in_is_seen_now()
    {
        var (clinic, _) = await Slot();
        using var desk = Browser.Desk(service);
        var form = await (await desk.Open($"/desk/doctors/{clinic.Doctor}/walk-in")).Press("Find", ("query", DemoAccounts.PatientEmail));

        Assert.Contains("Amina Demo", (await form.Press("Start the visit now")).Of("tr.chosen"), StringComparison.Ordinal);
        var refused = await form.Press("Start the visit now", ("key", Guid.NewGuid().ToString()));
        Assert.Equal((HttpStatusCode.Conflict, true), (refused.Status, refused.Has("#summary a[href^='/desk/book']")));
    }

    static string Book(Clinic clinic, Instant start) => DeskLinks.Book(clinic.Doctor, start, AppointmentType.Standard);

    async Task<(Clinic Clinic, Instant Start)> Slot()
    {
        var clinic = await Clinic.Open(service);
        return (clinic, (await clinic.Free())[Interlocked.Add(ref taken, 4)]);
    }
}
