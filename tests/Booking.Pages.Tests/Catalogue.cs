namespace Booking.Pages.Tests;

/// <summary>Every page, with who opens it. <c>{doctor}</c> and the like are what <see cref="PagesWorld"/> has made.</summary>
static class Catalogue
{
    public static readonly (string Who, string Address)[] Pages =
    [
        ("", "/"), ("", "/doctors"), ("", "/account/sign-in"),
        ("", "/doctors?specialty=Cardiology&maxFee=300&currency=USD"), ("", "/doctors?language=None"), ("", "/doctors/{doctor}"), ("", "/doctors/{doctor}/times?date={date}"),
        ("", "/doctors/{doctor}/times?start={start}"), ("patient", "/doctors/{doctor}/series"), ("patient", "/holds/{hold}"),
        ("frontdesk", "/desk/doctors"), ("frontdesk", "/desk/doctors/new"), ("frontdesk", "/desk/coupons"), ("frontdesk", "/desk/webhooks"),
        ("doctor", "/desk/doctors/{doctor}/settings"), ("doctor", "/desk/doctors/{doctor}/settings/profile"), ("doctor", "/desk/doctors/{doctor}/settings/schedule"),
        ("doctor", "/desk/doctors/{doctor}/settings/exceptions"), ("doctor", "/desk/doctors/{doctor}/settings/policy"), ("doctor", "/desk/doctors/{doctor}/settings/gateways"),
        ("doctor", "/desk/doctors/{doctor}/settings/gateways/stripe"), ("doctor", "/desk/doctors/{doctor}/settings/gateways/manual"),
        ("doctor", "/desk/doctors/{doctor}/settings/video"), ("doctor", "/desk/doctors/{doctor}/settings/coupons"), ("doctor", "/desk/doctors/{doctor}/settings/questions"),
        ("doctor", "/desk/doctors/{doctor}/settings/webhooks"), ("doctor", "/desk/doctors/{doctor}/settings/feeds"),
    ];
}
