using Booking.Contracts;
using Booking.Service.Accounts;
using Booking.Service.Hosting;
using Booking.Service.Tests;
using Booking.Service.Tests.Payments;
using Booking.Service.Tests.Web;

namespace Booking.Pages.Tests;

/// <summary>A clinic in which something of everything has happened, beside the payment providers.</summary>
public class PagesFixture : PayingFixture
{
    Task<Dictionary<string, string>>? _names;

    /// <summary>A doctor who takes payments at Stripe and at the desk, with a policy and questions before a visit.</summary>
    public PayingClinic Clinic { get; private set; } = null!;

    public Guid DoctorId => Clinic.Clinic.Doctor;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Clinic = await PayingClinic.Open(this, PaymentProvider.Stripe, policy: Service.Tests.Clinic.Policy);
    }

    /// <summary>What stands in braces in the catalogue.</summary>
    public Task<Dictionary<string, string>> Names() => _names ??= Make();

    /// <summary>A browser without scripts, of somebody of this role.</summary>
    internal Browser Browse(string who)
    {
        var browser = new Browser(Node);
        if (Session(who) is { } session)
            browser.Cookies.SetCookies(browser.Http.BaseAddress!, session);
        return browser;
    }

    async Task<Dictionary<string, string>> Make()
    {
        var (patient, clinic) = (DemoPatient(), Clinic.Clinic);
        var free = await Clinic.Free();
        var confirmed = await clinic.Confirmed(patient, free[4]);
        var pending = await clinic.Pending(patient, free[8]);
        var cancelled = await clinic.Confirmed(patient, free[12]);
        _ = (await patient.Cancel(cancelled.Id, new("No longer needed"))).Value;
        var hold = (await clinic.Hold(patient, free[16])).Value;
        return new(StringComparer.Ordinal)
        {
            ["doctor"] = DoctorId.ToString(), ["confirmed"] = confirmed.Id.ToString(), ["pending"] = pending.Id.ToString(), ["cancelled"] = cancelled.Id.ToString(),
            ["hold"] = hold.Id.ToString(), ["date"] = free[0].InUtc().Date.ToString("uuuu-MM-dd", null), ["start"] = free[20].ToString(), ["patient"] = DemoAccounts.Patient.ToString(),
        };
    }

    /// <summary>The session of somebody of this role in their browser.</summary>
    /// <param name="who"><c>patient</c> is the demo clinic's, <c>doctor</c> this clinic's; empty is nobody.</param>
    public string? Session(string who) => who.Length == 0 ? null : Tokens.Cookie(Services, who == Roles.Patient ? DemoAccounts.Patient.Value : Guid.NewGuid(), who, who == Roles.Doctor ? DoctorId : null);
}
