using System.Net;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Accounts;
using Booking.Service.Patients;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Booking.Service.Tests.Patients;

public sealed class FindPatientsTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Theory]
    [InlineData("marisol")]
    [InlineData("DE-LA-CRUZ, marisol")]
    [InlineData("marisol@find.test")]
    [InlineData("Marisol MARISOL@FIND.TEST")]
    [InlineData("+34 600 100 201")]
    [InlineData("0034600100201 cruz")]
    public async Task The_desk_finds_a_patient_by_whole_words_address_and_number(string query)
    {
        var id = await Register(new("Marisol de la Cruz", "marisol@find.test", "+34600100201", "Europe/Madrid"));

        var found = (await (await Desk()).Patients(query)).Value;

        Assert.Equal([new(id.Value, "Marisol de la Cruz", "marisol@find.test", "+34600100201", "Europe/Madrid", "en")], found.Items);
        Assert.Null(found.Next);
    }

    [Theory]
    [InlineData("0508822331")]
    [InlineData("050 882 2331")]
    [InlineData("508822331")]
    [InlineData("٠٥٠ ٨٨٢ ٢٣٣١")]
    [InlineData("۰۵۰۸۸۲۲۳۳۱")]
    [InlineData("٠٠٩٧١٥٠٨٨٢٢٣٣١")]
    [InlineData("+971 50-882-2331")]
    [InlineData("rashida 0508822331")]
    public async Task A_number_is_found_as_people_say_it_at_home_and_in_their_own_digits(string query)
    {
        var id = await Register(new("Rashida Said", "rashida@find.test", "+971508822331", "Asia/Dubai"));

        Assert.Equal([id.Value], (await service.Desk().Patients(query)).Value.Items.Select(item => item.Id));
    }

    [Theory]
    [InlineData("8822332")]
    [InlineData("050882233")]
    [InlineData("5088223321")]
    [InlineData("otto 0508822332")]
    public async Task A_part_of_a_number_finds_nobody(string query)
    {
        await Register(new("Rashid Said", "rashid@find.test", "+971508822332", "Asia/Dubai"));

        Assert.Empty((await service.Desk().Patients(query)).Value.Items);
    }

    [Theory]
    [InlineData("wilhelm")]
    [InlineData("wilhelmine@find")]
    [InlineData("find.test")]
    [InlineData("49301002")]
    [InlineData("wilhelmine marisol")]
    [InlineData("...")]
    [InlineData("%")]
    public async Task A_part_of_a_word_or_one_word_too_many_finds_nobody(string query)
    {
        await Register(new("Wilhelmine Ott", "wilhelmine@find.test", "+4930100202", "Europe/Berlin"));

        Assert.Empty((await (await Desk()).Patients(query)).Value.Items);
    }

    [Fact]
    public async Task An_erased_patient_is_not_found()
    {
        var id = await Register(new("Ephemera Lund", "ephemera@find.test", "+4530100203", "Europe/Copenhagen"));
        await using var erase = service.Database.DataSource.CreateCommand("delete from patient_keys where patient_id = $1").With(Pg.Uuid(id.Value));

        var before = (await (await Desk()).Patients("ephemera")).Value;
        await erase.ExecuteNonQueryAsync();

        Assert.Single(before.Items);
        Assert.Empty((await (await Desk()).Patients("ephemera")).Value.Items);
    }

    [Fact]
    public async Task A_long_list_comes_in_pieces_each_patient_once()
    {
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
            ids.Add((await Register(new($"Smith Number{i}", $"smith{i}@find.test", "+4420100204", "Europe/London"))).Value);
        var desk = await Desk();

        var (found, cursor) = (new List<Guid>(), default(string));
        do
        {
            var page = (await desk.Patients("smith", new(Limit: 2, Cursor: cursor))).Value;
            found.AddRange(page.Items.Select(item => item.Id));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(ids.Order(), found);
    }

    [Theory]
    [InlineData("", "query")]
    [InlineData("?query=", "query")]
    [InlineData("?query=a&limit=0", "limit")]
    [InlineData("?query=a&limit=101", "limit")]
    [InlineData("?query=a&limit=x", "limit")]
    [InlineData("?query=a&cursor=", "cursor")]
    [InlineData("?query=a&cursor=made-up", "cursor")]
    public async Task What_cannot_be_read_is_named(string query, string field)
    {
        var answer = await (await Desk()).Http.GetAsync("/api/patients" + query);

        Assert.Equal([field], (await answer.Problem(400, "invalid")).Errors!.Keys);
    }

    [Fact]
    public async Task A_query_has_at_most_two_hundred_characters()
    {
        var desk = await Desk();

        Assert.Equal(HttpStatusCode.OK, (await desk.Patients(new('a', 200))).Status);
        Assert.Equal(["query"], (await desk.Patients(new('a', 201))).Problem!.Errors!.Keys);
    }

    [Fact]
    public async Task Only_the_desk_and_ops_look_for_patients()
    {
        Assert.Equal(HttpStatusCode.OK, (await (await service.SignedIn(DemoAccounts.OpsEmail)).Patients("ann")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await service.SignedIn(DemoAccounts.PatientEmail)).Patients("ann")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await service.SignedIn(DemoAccounts.DoctorEmail)).Patients("ann")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await service.Anonymous().Patients("ann")).Status);
    }

    Task<BookingClient> Desk() => service.SignedIn(DemoAccounts.FrontDeskEmail);

    Task<PatientId> Register(NewPatient patient) =>
        service.Services.GetRequiredService<PatientDirectory>().FindOrRegister(patient, People.Context, TestContext.Current.CancellationToken);
}
