using Booking.Contracts;
using Booking.Service.Accounts;
using Booking.Service.Hosting;
using Booking.Service.Tests;
using Booking.Service.Tests.Payments;
using Booking.Service.Tests.Web;
using NodaTime.Text;

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
        var fees = (await Desk().Doctor(DoctorId)).Value.Fees;
        _ = (await Desk().ChangeDoctor(DoctorId, new(
            "Dr. Rania Haddad", "rania.haddad@clinic.example", "+97145550101", ["Cardiology"], ["Arabic", "English"], "Treats adults whose heart races, stumbles or tires.",
            ["MD, American University of Beirut"], "UTC", fees))).Value;
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
        var (patient, desk, clinic) = (DemoPatient(), Desk(), Clinic.Clinic);
        _ = (await desk.SetIntakeQuestions(DoctorId, new([new("since", "Since when?", Required: true, IntakeKind.Text), new("often", "How often?", Required: false, IntakeKind.Choice, ["Daily", "Weekly"])]))).Value;
        var free = await Clinic.Free();
        var confirmed = await clinic.Confirmed(patient, free[4]);
        var pending = await clinic.Pending(patient, free[8]);
        var cancelled = await clinic.Confirmed(patient, free[12]);
        _ = (await patient.Cancel(cancelled.Id, new("No longer needed"))).Value;
        var hold = (await clinic.Hold(patient, free[16])).Value;
        var online = await Clinic.Pending(patient, free[18]);
        _ = (await patient.JoinWaitlist(new(DoctorId, free[0].InUtc().Date, free[^1].InUtc().Date, AppointmentType.Standard))).Value;
        var webhook = (await desk.CreateWebhook(new("https://receiver.example/hook", ["*"]))).Value;
        return new(StringComparer.Ordinal)
        {
            ["doctor"] = DoctorId.ToString(), ["other"] = DemoAccounts.Doctor.ToString(), ["patient"] = DemoAccounts.Patient.ToString(), ["confirmed"] = confirmed.Id.ToString(),
            ["pending"] = pending.Id.ToString(), ["cancelled"] = cancelled.Id.ToString(), ["completed"] = (await Completed()).ToString(), ["online"] = online.Id.ToString(), ["hold"] = hold.Id.ToString(),
            ["date"] = free[0].InUtc().Date.ToString("uuuu-MM-dd", null), ["start"] = InstantPattern.ExtendedIso.Format(free[20]), ["webhook"] = webhook.Id.ToString(),
            ["fingerprint"] = await DeadLetter(), ["anomaly"] = await Anomaly(),
        };
    }

    /// <summary>A visit that began when somebody walked in, and is over.</summary>
    async Task<Guid> Completed()
    {
        var visit = (await Desk().WalkIn(DoctorId, new(AppointmentType.Standard, DemoAccounts.Patient.Value, Provider: PaymentProvider.Manual))).Value;
        _ = (await Clinic.Clinic.Pay(visit)).Value;
        return (await Desk().Complete(visit.Id)).Value.Id;
    }

    async Task<string> DeadLetter()
    {
        await Plant("""
            insert into outbox (id, parks, type, body, deliver_at, attempts, dead_at, error, correlation_id, actor, actor_role, created_at)
            values (gen_random_uuid(), true, 'of_another_version', '{"number":7}', now(), 10, now(), 'No answer', repeat('a', 32), 'system', 'system', now())
            """);
        return (await Read("ops", "/console/dead-letters")).Find("tbody a").GetAttribute("href")!.Split('/')[^1];
    }

    async Task<string> Anomaly()
    {
        await Plant("insert into anomalies (payment_id, number, kind, detail, found_at) values (gen_random_uuid(), 1, 'refund_unresolved', 'It has been on its way', now())");
        return (await Read("ops", "/console/payments")).Find("td a[href*=anomalies]").GetAttribute("href")!.Split('/')[^1];
    }

    async Task Plant(string sql)
    {
        await using var command = Database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    async Task<Page> Read(string who, string address)
    {
        using var browser = Browse(who);
        return await browser.Open(address);
    }

    /// <summary>The session of somebody of this role in their browser.</summary>
    /// <param name="who"><c>patient</c> is the demo clinic's, <c>doctor</c> this clinic's; empty is nobody.</param>
    public string? Session(string who) => who.Length == 0 ? null : Tokens.Cookie(Services, who == Roles.Patient ? DemoAccounts.Patient.Value : Guid.NewGuid(), who, who == Roles.Doctor ? DoctorId : null);
}
