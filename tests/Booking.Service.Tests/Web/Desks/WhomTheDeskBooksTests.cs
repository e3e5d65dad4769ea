using System.Net;
using Booking.Contracts;
using Booking.Service.Appointments;
using Booking.Service.Web.Desks;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Web.Desks;

/// <summary>The desk books whom it means: who was typed is not taken for somebody else, and the page leads on to what is still to be filled in.</summary>
public sealed class WhomTheDeskBooksTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_new_name_with_a_known_address_is_asked_about_and_not_booked(bool walkIn)
    {
        var (clinic, start) = await Slot();
        var known = await Known("Layla Haddad");
        using var desk = Browser.Desk(service);
        var (form, go) = (await desk.Open(walkIn ? $"/desk/doctors/{clinic.Doctor}/walk-in" : Book(clinic, start)), walkIn ? "Start the visit now" : "Book");

        var asked = await form.Press(go, Typed("Somebody Else", known.Email));

        Assert.Equal(HttpStatusCode.BadRequest, asked.Status);
        Assert.Contains("This e-mail belongs to Layla Haddad. Choose them, or enter another e-mail.", asked.Of("#summary"), StringComparison.Ordinal);
        Assert.Equal("Somebody Else", asked.Find("[name='patient.fullName']").GetAttribute("value"));
        Assert.True(asked.Has($"input[name=patientId][value='{known.Id}']"));
        var day = await asked.Press(go, ("patientId", known.Id.ToString()));
        Assert.Contains("Layla Haddad", day.Of("tr.chosen"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_known_address_with_its_own_name_or_a_new_address_is_booked()
    {
        var (clinic, start) = await Slot();
        var known = await Known("Omar Aziz");
        using var desk = Browser.Desk(service);

        var same = await (await desk.Open(Book(clinic, start))).Press("Book", Typed(" omar AZIZ", known.Email.ToUpperInvariant()));
        Assert.Contains("Omar Aziz", same.Of("tr.chosen"), StringComparison.Ordinal);
        var asked = await (await desk.Open(Book(clinic, start + Duration.FromHours(2)))).Press("Book", Typed("Somebody Else", known.Email));
        var fresh = await asked.Press("Book", ("patient.email", $"{Guid.NewGuid():N}@example.test"));
        Assert.Contains("Somebody Else", fresh.Of("tr.chosen"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_known_and_somebody_new_at_once_are_still_two()
    {
        var (clinic, start) = await Slot();
        var known = await Known("Only One");
        using var desk = Browser.Desk(service);

        var refused = await (await desk.Open(Book(clinic, start))).Press("Book", [.. Typed("Another One", $"{Guid.NewGuid():N}@example.test").Where(field => field.Name != "patientId"), ("patientId", known.Id.ToString())]);

        Assert.Contains("Keep only one of the two", refused.Of("#summary"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_doctor_who_types_the_address_of_anothers_patient_is_told_to_ask_the_desk()
    {
        var (clinic, _) = await Slot();
        var known = await Known("Kept Private");
        using var doctor = Browser.Doctor(service, clinic.Doctor);

        var refused = await (await doctor.Open($"/desk/doctors/{clinic.Doctor}/walk-in")).Press("Start the visit now", Typed("Somebody Else", known.Email));

        Assert.Equal((HttpStatusCode.Forbidden, true), (refused.Status, refused.Of("#summary").Contains("The front desk has to book this.", StringComparison.Ordinal)));
        Assert.DoesNotContain("Kept Private", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_booking_of_somebody_new_names_what_is_wrong_and_nothing_else()
    {
        var (clinic, start) = await Slot();
        using var desk = Browser.Desk(service);

        var wrong = await (await desk.Open(Book(clinic, start))).Press("Book", Typed("Amal Nasser", "no address"));

        Assert.Equal(["#patient-email"], wrong.Document.QuerySelectorAll("#summary ul a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task Each_kind_of_visit_says_its_own_fee()
    {
        var (clinic, start) = await Slot();
        using var desk = Browser.Desk(service);
        foreach (var address in (string[])[Book(clinic, start), $"/desk/doctors/{clinic.Doctor}/walk-in"])
        {
            var kinds = (await desk.Open(address)).AllOf("#type option");
            Assert.Equal([true, true], [kinds[0].Contains("200.00", StringComparison.Ordinal), kinds[1].Contains("100.00", StringComparison.Ordinal)]);
        }
    }

    [Fact]
    public async Task The_focus_is_where_the_next_thing_is_typed_or_chosen()
    {
        var (clinic, start) = await Slot();
        var name = $"Twin{Guid.NewGuid():N}";
        var twins = new[] { await Known($"{name} First"), await Known($"{name} Second") };
        using var desk = Browser.Desk(service);
        var form = await desk.Open(Book(clinic, start));

        Assert.Equal("query", Focus(form).Id);
        Assert.Equal("patient.fullName", Focus(await form.Press("Find", ("query", "+971509990011"))).GetAttribute("name"));
        Assert.Equal("patient.phone", Focus(await form.Press("Find", ("query", "Nobody Atall"))).GetAttribute("name"));
        Assert.Contains(Guid.Parse(Focus(await form.Press("Find", ("query", name))).GetAttribute("value")!), twins.Select(twin => twin.Id));
        Assert.Equal("Book", Focus(await form.Press("Find", ("query", twins[0].Email))).TextContent.Trim());
    }

    [Fact]
    public async Task The_day_tells_the_number_of_what_was_booked_and_of_nothing_else()
    {
        var (clinic, start) = await Slot();
        using var desk = Browser.Desk(service);

        var day = await (await desk.Open(Book(clinic, start))).Press("Book", Typed("Amal Nasser", $"{Guid.NewGuid():N}@example.test"));

        var visit = Guid.Parse(day.Find("tr.chosen a[id^='v-']").Id![2..]);
        Assert.Equal($"Booked. Reference {new AppointmentId(visit).Number()}", day.Of("#booked[role=status]"));
        Assert.False((await desk.Open(day.Address.PathAndQuery.Replace("booked=true", "", StringComparison.Ordinal))).Has("#booked[role=status]"));
        Assert.False((await desk.Open($"/desk/day?doctor={clinic.Doctor}&visit={Guid.NewGuid()}&booked=true")).Has("#booked[role=status]"));
    }

    static AngleSharp.Dom.IElement Focus(Page page) => Assert.Single(page.Document.QuerySelectorAll("[autofocus]"));

    static (string Name, string? Value)[] Typed(string name, string email) =>
        [("patientId", "new"), ("patient.fullName", name), ("patient.email", email), ("patient.phone", "+971509998877")];

    static string Book(Clinic clinic, Instant start) => DeskLinks.Book(clinic.Doctor, start, AppointmentType.Standard);

    async Task<(Guid Id, string Email)> Known(string name)
    {
        var email = $"{Guid.NewGuid():N}@example.test";
        var clinic = await Clinic.Open(service);
        var desk = service.Desk();
        var hold = (await clinic.Hold(desk, (await clinic.Free())[0])).Value;
        var visit = (await desk.Book(new(hold.Id, PaymentProvider.Manual, Patient: new(name, email, "+971501112233", "UTC")))).Value;
        _ = (await service.Desk().Cancel(visit.Id, new("Left"))).Value;
        return (visit.PatientId, email);
    }

    async Task<(Clinic Clinic, Instant Start)> Slot()
    {
        var clinic = await Clinic.Open(service);
        return (clinic, (await clinic.Free())[0]);
    }
}
