using System.Net;
using Booking.Contracts;
using Booking.Service.Wording;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Web.Holding;

/// <summary>What whoever holds a time is told before it is booked.</summary>
public sealed class BeforeBookingTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    readonly Guid patient = Guid.NewGuid();

    BookingClient Patient => service.Node.As(Roles.Patient, patient);

    [Fact]
    public async Task Money_at_the_desk_is_asked_for_before_the_visit_begins_however_long_others_have()
    {
        var clinic = await Clinic.Open(service);
        var start = (await clinic.Free(from: clinic.Today, days: 2)).First(start => start > service.Now + Duration.FromHours(5));
        var hold = (await clinic.Hold(Patient, start)).Value;

        var check = await (await Somebody.Open($"/holds/{hold.Id}")).Press("Check your answers");

        Assert.Contains($"Pay at the desk by {Words.For("en", DateTimeZone.Utc).When(start).Bare()}.", check.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_that_was_copied_with_marks_of_direction_is_that_code()
    {
        var clinic = await Clinic.Open(service);
        _ = (await service.Desk().CreateCoupon(clinic.Doctor, new("MARKED50", new(DiscountType.Percent, 50)))).Value;
        var hold = (await clinic.Hold(Patient, (await clinic.Free())[0])).Value;

        var used = await (await Somebody.Open($"/holds/{hold.Id}")).Press("Use the code", ("couponCode", "\u200f\u061cMARKED50\u200e"));
        var tooLong = await used.Press("Check your answers", ("reason", new string('a', 2001)));

        Assert.Equal((HttpStatusCode.OK, "MARKED50"), (used.Status, used.Find("#couponCode").GetAttribute("value")));
        Assert.Contains("at most 2000 characters", tooLong.Of("#reason-error"), StringComparison.Ordinal);
    }

    Browser Somebody => Browser.As(service, Roles.Patient, patient).In("UTC");
}
