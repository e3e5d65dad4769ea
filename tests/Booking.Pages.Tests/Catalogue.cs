namespace Booking.Pages.Tests;

/// <summary>Every page, with who opens it. <c>{doctor}</c> and the like are what <see cref="PagesWorld"/> has made.</summary>
static class Catalogue
{
    public static readonly (string Who, string Address)[] Pages =
    [
        ("", "/"), ("", "/doctors"), ("", "/account/sign-in"),
        ("", "/doctors?specialty=Cardiology&maxFee=300&currency=USD"), ("", "/doctors?language=None"), ("", "/doctors/{doctor}"), ("", "/doctors/{doctor}/times?date={date}"),
        ("", "/doctors/{doctor}/times?start={start}"), ("patient", "/doctors/{doctor}/series"), ("patient", "/holds/{hold}"), ("patient", "/visits/{pending}/paid"),
    ];
}
