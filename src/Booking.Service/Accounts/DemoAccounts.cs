using Booking.EventStore;
using Booking.Service.Patients;
using Microsoft.AspNetCore.Identity;
using NodaTime;
using Npgsql;

namespace Booking.Service.Accounts;

/// <summary>The accounts that exist in Development, one a role. Seeding them again changes nothing.</summary>
public static class DemoAccounts
{
    public const string Password = "Demo-2026!pass";
    public const string PatientEmail = "patient@demo.test";
    public const string DoctorEmail = "doctor@demo.test";
    public const string FrontDeskEmail = "frontdesk@demo.test";
    public const string OpsEmail = "ops@demo.test";

    /// <summary>The doctor of the demo clinic who signs in as <see cref="DoctorEmail"/>.</summary>
    public static readonly DoctorId Doctor = new(new("00000000-0000-4000-8000-0000000000d1"));

    /// <summary>The patient who signs in as <see cref="PatientEmail"/>; also the id of that account.</summary>
    public static readonly PatientId Patient = new(new("00000000-0000-4000-8000-0000000000a1"));

    /// <summary>Where the demo patient is: their mails and their profile say the same.</summary>
    const string Zone = "Asia/Dubai";

    const long Lock = 0x626f6f6b_00000100;

    public static async Task Seed(IServiceProvider services)
    {
        // Two nodes that start together take turns, however long the first takes; the pool takes the setting back.
        await using var turn = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await using var wait = new NpgsqlCommand($"set lock_timeout = 0; select pg_advisory_lock({Lock})", turn) { CommandTimeout = 120 };
        await wait.ExecuteNonQueryAsync();
        await Enrol(services);
        if (!await AreThere(turn))
            await Make(services);
        await using var done = new NpgsqlCommand("select pg_advisory_unlock($1)", turn) { Parameters = { new() { Value = Lock } } };
        await done.ExecuteNonQueryAsync();
    }

    /// <summary>Asked in SQL, since all of Identity would have to be awake for it, which a start can do without.</summary>
    static async Task<bool> AreThere(NpgsqlConnection connection)
    {
        await using var count = new NpgsqlCommand(
            "select count(*) from identity.accounts a where lower(a.normalized_email) = any($1) and exists (select from identity.account_roles r where r.account_id = a.id)", connection)
        {
            Parameters = { new() { Value = new[] { PatientEmail, DoctorEmail, FrontDeskEmail, OpsEmail } } },
        };
        return await count.ExecuteScalarAsync() is 4L;
    }

    static async Task Make(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        await Ensure(accounts, Patient.Value, PatientEmail, Roles.Patient, zone: Zone);
        await Ensure(accounts, new("00000000-0000-4000-8000-0000000000a2"), DoctorEmail, Roles.Doctor, Doctor.Value);
        await Ensure(accounts, new("00000000-0000-4000-8000-0000000000a3"), FrontDeskEmail, Roles.FrontDesk);
        await Ensure(accounts, new("00000000-0000-4000-8000-0000000000a4"), OpsEmail, Roles.Ops);
    }

    static Task<bool> Enrol(IServiceProvider services)
    {
        var now = services.GetRequiredService<IClock>().GetCurrentInstant();
        var context = CommandContext.BySystem(now, "demo");
        var contact = new Contact("Amina Demo", PatientEmail, "+971500000001", Zone, Languages.Default);
        return services.GetRequiredService<PatientDirectory>().Register(Patient, contact, context, CancellationToken.None);
    }

    static async Task Ensure(UserManager<Account> accounts, Guid id, string email, string role, Guid? doctor = null, string zone = Account.NoTimeZone)
    {
        if (await accounts.FindByEmailAsync(email) is not null)
            return;
        var account = new Account { Id = id, UserName = email, Email = email, EmailConfirmed = true, DoctorId = doctor, TimeZone = zone };
        Demand(await accounts.CreateAsync(account, Password));
        Demand(await accounts.AddToRoleAsync(account, role));
    }

    static void Demand(IdentityResult made)
    {
        if (!made.Succeeded)
            throw new InvalidOperationException($"A demo account was not made: {made}");
    }
}
