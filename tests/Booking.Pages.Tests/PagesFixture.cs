using Booking.Contracts;
using Booking.Service.Accounts;
using Booking.Service.Hosting;
using Booking.Service.Tests;
using Booking.Service.Tests.Payments;

namespace Booking.Pages.Tests;

/// <summary>A clinic in which something of everything has happened, beside the payment providers.</summary>
public class PagesFixture : PayingFixture
{
    /// <summary>A doctor who takes payments at Stripe and at the desk, with a policy and questions before a visit.</summary>
    public PayingClinic Clinic { get; private set; } = null!;

    public Guid DoctorId => Clinic.Clinic.Doctor;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Clinic = await PayingClinic.Open(this, PaymentProvider.Stripe, policy: Service.Tests.Clinic.Policy);
    }

    /// <summary>The session of somebody of this role in their browser.</summary>
    /// <param name="who"><c>patient</c> is the demo clinic's, <c>doctor</c> this clinic's; empty is nobody.</param>
    public string? Session(string who) => who.Length == 0 ? null : Tokens.Cookie(Services, who == Roles.Patient ? DemoAccounts.Patient.Value : Guid.NewGuid(), who, who == Roles.Doctor ? DoctorId : null);
}
