namespace Booking.Pages.Tests;

/// <summary>Every page, with who opens it. <c>{doctor}</c> and the like are what <see cref="PagesWorld"/> has made.</summary>
static class Catalogue
{
    public static readonly (string Who, string Address)[] Pages =
    [
        ("", "/"), ("", "/doctors"), ("", "/account/sign-in"),
    ];
}
