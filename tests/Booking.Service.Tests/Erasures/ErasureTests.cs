using System.Diagnostics;
using System.Net;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Accounts;
using NodaTime;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests.Erasures;

/// <summary>Of whom is erased nothing plain remains, while visits and money still add up.</summary>
public sealed class ErasureTests(ErasureFixture service) : IClassFixture<ErasureFixture>
{
    static readonly string[] Words = ["Zebulonia", "Quarksworth", "zebulonia.", "971509918273", "earwax-of-doom", "verdict-of-bees", "gone-fishing-xq"];

    [Fact]
    public async Task Of_an_erased_patient_no_table_and_no_dump_holds_a_plain_word()
    {
        var clinic = await Clinic.Open(service);
        var (id, me, email) = await service.Person();
        var visit = await Live(clinic, me);
        // They are there before, or it would say nothing that they are not there afterwards.
        Assert.Contains("zebulonia.", (await Canaries.Dump(service.Database)).Text, StringComparison.OrdinalIgnoreCase);

        // What is being sent while they are erased is written into the mail of Development afterwards.
        await Waiting.Until(
            async () => await Invariants.Count(service, "select count(*) from outbox where sent_at is null and dead_at is null and deliver_at <= $1", Pg.At(service.Now)) == 0, "the letters");

        var erased = (await service.Ops().ErasePatient(id)).Value;

        var (_, text) = await Canaries.Dump(service.Database);
        Assert.DoesNotContain(Words.SelectMany(Canaries.Forms), form => text.Contains(form, StringComparison.OrdinalIgnoreCase));
        var dump = await PgDump();
        Assert.DoesNotContain(Words.SelectMany(Canaries.Forms), form => dump.Contains(form, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(id.ToString(), await File.ReadAllTextAsync(service.Ledger, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Unauthorized, (await service.Anonymous().SignIn(email, ErasureFixture.Secret)).Status);
        Assert.Empty((await service.Desk().Patients("zebulonia")).Value.Items);
        Assert.Empty((await service.Desk().Waitlist(clinic.Doctor)).Value.Items);
        var seen = (await service.Desk().Appointment(visit.Id)).Value;
        Assert.Equal((AppointmentStatus.Completed, null, id), (seen.Status, seen.Reason, seen.PatientId));
        Assert.Equal("erased", (await clinic.OnDaySheet(visit.Start)).Patient!.FullName);
        await Invariants.Check(service);

        Assert.Equal(erased, (await service.Ops().ErasePatient(id)).Value);
        Assert.Equal(1, await service.EventsOf(id));
    }

    [Fact]
    public async Task Whoever_registers_again_with_the_same_address_is_somebody_new()
    {
        var (id, _, email) = await service.Person();
        _ = (await service.Ops().ErasePatient(id)).Value;

        Assert.Equal(HttpStatusCode.OK, (await service.Anonymous().Register(new(email, ErasureFixture.Secret, "Zebulonia Quarksworth", "+971509918273", "Asia/Dubai", "en"))).Status);

        Assert.NotEqual(id, (await (await service.SignedIn(email, ErasureFixture.Secret)).Me()).Value.Id);
        _ = (await service.Ops().ErasePatient((await (await service.SignedIn(email, ErasureFixture.Secret)).Me()).Value.Id)).Value;
    }

    [Fact]
    public async Task Visits_to_come_and_open_money_stand_in_the_way_and_are_named()
    {
        var clinic = await Clinic.Open(service);
        var (id, me, _) = await service.Person();
        var visit = await clinic.Confirmed(me, (await clinic.Free())[4]);

        Assert.Equal([visit.Id], (await service.Ops().ErasePatient(id)).Conflict("visits-in-the-way").Ids);

        _ = (await me.Cancel(visit.Id, new("gone-fishing-xq"))).Value;
        Assert.Equal([visit.Payment!.Id], (await service.Ops().ErasePatient(id)).Conflict("money-in-the-way").Ids);
        Assert.Equal(0, service.Lines.Length > 0 ? (await service.Lines.Read(default)).Count(line => line.Patient.Value == id) : 0);

        using var http = service.Http();
        http.DefaultRequestHeaders.Authorization = service.Desk().Http.DefaultRequestHeaders.Authorization;
        (await http.PostAsync($"/api/payments/{visit.Payment.Id}/handed-back", content: null)).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.OK, (await service.Ops().ErasePatient(id)).Status);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Nobody_is_erased_who_is_no_patient_or_works_here()
    {
        (await service.Ops().ErasePatient(Guid.NewGuid())).Refused(HttpStatusCode.NotFound, "not-found");
        (await service.Ops().ErasePatient((await Clinic.Open(service)).Doctor)).Refused(HttpStatusCode.NotFound, "not-found");
        var (id, _, email) = await service.Person();
        await Of(email, "insert into identity.account_roles select a.id, r.id from identity.accounts a, identity.roles r where a.email = $1 and r.name = 'frontdesk'");

        (await service.Ops().ErasePatient(id)).Conflict("account-of-staff");
        Assert.Equal(HttpStatusCode.Forbidden, (await service.Desk().ErasePatient(id)).Status);

        await Of(email, "delete from identity.account_roles where account_id = (select id from identity.accounts where email = $1)");
        Assert.Equal(HttpStatusCode.OK, (await service.Ops().ErasePatient(id)).Status);
    }

    async Task Of(string email, string sql)
    {
        await using var command = service.Database.DataSource.CreateCommand(sql);
        command.Parameters.Add(new() { Value = email });
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    // Everything that a patient leaves behind: a visit with a reason, paid and completed, a review, a feed, a wish, a cancelled visit, choices.
    async Task<AppointmentAnswer> Live(Clinic clinic, BookingClient me)
    {
        var free = await clinic.Free();
        var visit = (await me.Book(new((await clinic.Hold(me, free[0])).Value.Id, PaymentProvider.Manual, Reason: "earwax-of-doom"), "canary")).Value;
        _ = (await clinic.Pay(visit)).Value;
        var cancelled = await clinic.Pending(me, free[3]);
        _ = (await me.Cancel(cancelled.Id, new("gone-fishing-xq"))).Value;
        _ = (await me.MakeFeed()).Value;
        _ = (await me.SetNotifications(new(Sms: false, Reminders: true))).Value;
        _ = (await me.JoinWaitlist(new(clinic.Doctor, clinic.Today.PlusDays(3), clinic.Today.PlusDays(4), AppointmentType.Standard))).Value;
        await service.AdvanceTo(visit.End + Duration.FromMinutes(1));
        _ = (await service.Doctor(clinic.Doctor).Complete(visit.Id)).Value;
        var back = await service.SignedIn((await me.Me()).Value.Email, ErasureFixture.Secret);
        _ = (await back.WriteReview(visit.Id, new(4, "verdict-of-bees"))).Value;
        return visit;
    }

    async Task<string> PgDump()
    {
        var database = new NpgsqlConnectionStringBuilder(service.Database.ConnectionString);
        var start = new ProcessStartInfo("/usr/lib/postgresql/15/bin/pg_dump", ["-h", database.Host!, "-p", $"{database.Port}", "-U", database.Username!, database.Database!])
        {
            UseShellExecute = false, RedirectStandardOutput = true,
        };
        start.Environment["PGPASSWORD"] = database.Password;
        using var program = Process.Start(start)!;
        var dump = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, program.ExitCode);
        return dump;
    }
}
