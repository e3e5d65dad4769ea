using System.Net;
using System.Text;
using Booking.Contracts;
using Booking.Service.Accounts;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests.Patients;

/// <summary>Whoever reads the database, or a copy of it, learns nothing of a patient but how to reach accounts.</summary>
public sealed class PersonalDataTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static readonly string[] Canaries = ["Zebulonia", "Quarksworth", "zebulonia.q@canary.test", "971509918273", "Gribbletoe", "gribble@canary.test", "493099182", "earwax-of-doom"];

    [Fact]
    public async Task No_table_but_those_of_accounts_holds_a_name_an_address_a_number_or_a_reason_in_the_clear()
    {
        await Use();

        var tables = await Tables();
        var dump = new StringBuilder();
        foreach (var table in tables)
            await Dump(table, dump);
        var text = dump.ToString();

        Assert.Contains("patients", tables);
        Assert.Contains("mt_events", tables);
        Assert.DoesNotContain(Canaries.SelectMany(Forms), form => text.Contains(form, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_canary_would_be_seen_as_text_as_bytes_and_inside_JSON()
    {
        await using var command = service.Database.DataSource.CreateCommand(
            "select t::text from (select 'by Gribbletoe' as a, convert_to('Gribbletoe', 'UTF8') as b, jsonb_build_object('c', encode(convert_to('xGribbletoe', 'UTF8'), 'base64')) as c) t");
        var row = (string)(await command.ExecuteScalarAsync())!;

        Assert.Equal(3, Forms("Gribbletoe").Count(form => row.Contains(form, StringComparison.OrdinalIgnoreCase)));
    }

    // Everything that takes personal data in: a registration, the desk's search, a booking with a reason, and its repeat under the same key.
    async Task Use()
    {
        var registered = await service.Anonymous().Register(
            new("zebulonia.q@canary.test", "quiet purple lamp", "Zebulonia Quarksworth", "+971509918273", "Asia/Dubai", "en"));
        Assert.Equal(HttpStatusCode.OK, registered.Status);
        var desk = await service.SignedIn(DemoAccounts.FrontDeskEmail);
        Assert.Single((await desk.Patients("zebulonia")).Value.Items);
        var request = new AppointmentRequest(
            await Hold(desk), PaymentProvider.Manual, Reason: "earwax-of-doom", Patient: new("Gribbletoe Vane", "gribble@canary.test", "+493099182", "Europe/Berlin"));
        Assert.Equal(HttpStatusCode.Created, (await desk.Book(request, "canary")).Status);
        Assert.Equal(HttpStatusCode.Created, (await desk.Book(request, "canary")).Status);
    }

    async Task<Guid> Hold(BookingClient desk)
    {
        var doctor = DemoAccounts.Doctor.Value;
        var now = service.Services.GetRequiredService<IClock>().GetCurrentInstant().InUtc().Date;
        var days = (await desk.Availability(doctor, new(now, now.PlusDays(20)))).Value.Days;
        var hold = await desk.Hold(new(doctor, days.SelectMany(day => day.Slots).Last().Start, AppointmentType.Standard));
        return hold.Value.Id;
    }

    // Bytes appear in hex when a row is cast to text, and in base64 within JSON, where it depends on what stands before them.
    static IEnumerable<string> Forms(string canary)
    {
        var bytes = Encoding.UTF8.GetBytes(canary);
        yield return canary;
        yield return Convert.ToHexString(bytes);
        for (var shift = 0; shift < 3; shift++)
        {
            var base64 = Convert.ToBase64String([.. new byte[shift], .. bytes]).TrimEnd('=');
            yield return base64[(shift == 0 ? 0 : shift + 1)..^1];
        }
    }

    async Task<List<string>> Tables()
    {
        await using var command = service.Database.DataSource.CreateCommand("""
            select quote_ident(table_schema) || '.' || quote_ident(table_name) from information_schema.tables
             where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema', 'identity')
            """);
        await using var row = await command.ExecuteReaderAsync();
        List<string> tables = [];
        while (await row.ReadAsync())
            tables.Add(row.GetString(0).Replace("public.", "", StringComparison.Ordinal));
        return tables;
    }

    async Task Dump(string table, StringBuilder into)
    {
        await using var command = new NpgsqlCommand($"select t::text from {table} t", await service.Database.DataSource.OpenConnectionAsync());
        await using var connection = command.Connection!;
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
            into.AppendLine(row.GetString(0));
    }
}
