namespace Booking.Pages.Tests;

/// <summary>Every page, with who opens it (empty: nobody is signed in). What stands in braces <see cref="PagesFixture"/> has made.</summary>
static class Catalogue
{
    public static readonly (string Who, string Address)[] Pages =
    [
        .. As("", "/", "/doctors", "/doctors?query=nobody-of-this-name", "/doctors?specialty=Cardiology&maxFee=300&currency=USD", "/doctors/{doctor}/times?start={start}", "/doctors/{doctor}", "/doctors/{doctor}/times?date={date}&type=standard", "/account/sign-in", "/account/register",
            "/account/forgot", "/account/reset?email=a%40b.test&code=x", "/account/confirm?userId={patient}&code=x", "/account/confirm/resend", "/account/check-mail", "/nothing"),
        .. As("patient", "/doctors/{doctor}/times?date={date}&type=standard&start={start}", "/doctors/{doctor}/series", "/doctors/{doctor}/waitlist", "/holds/{hold}", "/visits", "/visits/{confirmed}",
            "/visits/{pending}", "/visits/{cancelled}", "/visits/{completed}", "/visits/{online}/paid", "/visits/{confirmed}/move", "/visits/{confirmed}/move/check?start={start}",
            "/visits/{confirmed}/cancel", "/visits/{pending}/cancel", "/visits/{confirmed}/intake", "/visits/{completed}/review", "/visits/{confirmed}/receipt", "/visits/{confirmed}/device", "/visits/feeds", "/waitlist",
            "/account", "/account/profile", "/account/password", "/account/security", "/account/notifications"),
        .. As("frontdesk", "/desk", "/desk/day?doctor={doctor}&date={date}", "/desk/day?doctor={doctor}&doctor={other}&date={date}", "/desk/week?doctor={doctor}&date={date}",
            "/desk/book?doctor={doctor}&start={start}&type=standard", "/desk/doctors/{doctor}/block?date={date}", "/desk/doctors/{doctor}/move-all?date={date}", "/desk/doctors/{doctor}/print?date={date}",
            "/desk/doctors/{doctor}/waitlist", "/desk/doctors/{doctor}/walk-in", "/desk/doctors/{doctor}/why?start={start}&type=standard", "/desk/patients", "/desk/patients?query=amina", "/desk/patients/{patient}",
            "/desk/visits/{confirmed}", "/desk/visits/{pending}", "/desk/visits/{completed}", "/desk/visits/{confirmed}/cancel", "/desk/visits/{confirmed}/move", "/visits/{confirmed}", "/desk/coupons", "/desk/doctors",
            "/desk/doctors/new", "/desk/webhooks", "/desk/webhooks/{webhook}"),
        .. As("doctor", "/desk", "/desk/day?doctor={doctor}&date={date}", "/desk/doctors/{doctor}/settings", "/desk/doctors/{doctor}/settings/coupons", "/desk/doctors/{doctor}/settings/exceptions",
            "/desk/doctors/{doctor}/settings/feeds", "/desk/doctors/{doctor}/settings/gateways", "/desk/doctors/{doctor}/settings/gateways/stripe", "/desk/doctors/{doctor}/settings/gateways/manual", "/desk/doctors/{doctor}/settings/policy",
            "/desk/doctors/{doctor}/settings/profile", "/desk/doctors/{doctor}/settings/questions", "/desk/doctors/{doctor}/settings/schedule", "/desk/doctors/{doctor}/settings/video",
            "/desk/doctors/{doctor}/settings/webhooks"),
        .. As("ops", "/console", "/console/activity", "/console/audit", "/console/backup", "/console/configuration", "/console/dead-letters", "/console/dead-letters/{fingerprint}",
            "/console/doctors/{doctor}/calendar", "/console/holds", "/console/nodes", "/console/outbox", "/console/payments", "/console/payments/anomalies/{anomaly}", "/console/projections", "/console/reminders",
            "/console/reviews", "/console/streams", "/console/streams/{confirmed}", "/console/time-zones", "/console/verify", "/console/visits", "/console/visits/{confirmed}", "/console/webhooks"),
    ];

    /// <summary>Addresses that answer no page: parts that pages fetch, streams, files, steps that cannot be opened by themselves or lead on to a provider at once.</summary>
    public static readonly string[] Parts =
    [
        "/console/figures", "/console/projections/rows", "/desk/day/grid", "/desk/week/grid", "/desk/live", "/visits/{id:guid}/calendar.ics", "/visits/{id:guid}/now", "/visits/{id:guid}/pay-again", "/visits/{id:guid}/pay",
        "/account/sign-in/code", "/visits/feeds/{id:guid}/revoke", "/waitlist/{id:guid}/leave", "/desk/doctors/{id:guid}/settings/webhooks/{webhook:guid}",
        "/doctors/{id:guid}/hold", "/holds/{id:guid}/book", "/holds/{id:guid}/check", "/holds/{id:guid}/extend", "/holds/{id:guid}/let-go", "/payments/{id}/return/{attempt:int}",
    ];

    static IEnumerable<(string, string)> As(string who, params string[] addresses) => addresses.Select(address => (who, address));
}
