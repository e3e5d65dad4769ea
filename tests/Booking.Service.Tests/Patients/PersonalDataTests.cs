using System.Net;
using Booking.Contracts;
using Booking.Service.Accounts;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Patients;

/// <summary>Whoever reads the database, or a copy of it, learns nothing of a patient but how to reach accounts.</summary>
public sealed class PersonalDataTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static readonly string[] Words = ["Zebulonia", "Quarksworth", "zebulonia.q@canary.test", "971509918273", "Gribbletoe", "gribble@canary.test", "493099182", "earwax-of-doom"];

    [Fact]
    public async Task No_table_but_those_of_accounts_holds_a_name_an_address_a_number_or_a_reason_in_the_clear()
    {
        await Use();

        var (tables, text) = await Canaries.Dump(service.Database, except: "identity");

        Assert.Contains("patients", tables);
        Assert.Contains("mt_events", tables);
        Assert.DoesNotContain(Words.SelectMany(Canaries.Forms), form => text.Contains(form, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_canary_would_be_seen_as_text_as_bytes_and_inside_JSON()
    {
        await using var command = service.Database.DataSource.CreateCommand(
            "select t::text from (select 'by Gribbletoe' as a, convert_to('Gribbletoe', 'UTF8') as b, jsonb_build_object('c', encode(convert_to('xGribbletoe', 'UTF8'), 'base64')) as c) t");
        var row = (string)(await command.ExecuteScalarAsync())!;

        Assert.Equal(3, Canaries.Forms("Gribbletoe").Count(form => row.Contains(form, StringComparison.OrdinalIgnoreCase)));
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
}
