using System.Text.Json;
using Booking.Contracts;
using Booking.Service.Doctors;
using Booking.Testing;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Booking.Service.Tests.Cli;

/// <summary>A clinic brings its doctors in a file.</summary>
public sealed class ImportDoctorsTests
{
    const string Header = "name,email,phone,specialties,languages,time_zone,currency,fee_standard,fee_followup,bio,hours,verified\n";

    static readonly string[] Good =
    [
        Line("Dr. Sarah One", "sarah@clinic.test", fee: "250.50", rest: "\"Says \"\"hello\"\",\nand more\",mon-sun 00:00-24:00 30,yes"),
        Line("Dr. Omar Two", "omar@clinic.test", fee: "20", rest: ",,"),
    ];

    [Fact]
    public async Task Good_lines_become_doctors_whom_patients_find_and_bad_ones_are_told_by_line_and_column()
    {
        await using var database = await ServiceFixture.NewDatabase();
        var file = Header + Good[0] + Line("Dr. Bad", "not an address", fee: "1.005") + "too,few\n" + Line("Dr. Again", "SARAH@clinic.test") + Good[1];

        var dry = await Import(database, file, "--dry-run");
        var none = await database.Scalar<long>("select count(*) from doctors where email like '%@clinic.test'");
        var run = await Import(database, file);

        Assert.Equal((0L, 1), (none, dry.Code));
        Assert.Equal(["2 created", "4 refused", "5 refused", "6 refused", "7 created"], Outcomes(dry));
        Assert.Equal(["2 created", "4 refused", "5 refused", "6 refused", "7 created"], Outcomes(run));
        Assert.Equal(["fee_standard", "fee_followup"], Errors(run, 4));
        Assert.Equal([""], Errors(run, 5));
        Assert.Equal(["email"], Errors(run, 6));
        await using var node = ServiceFixture.StartOn(database.ConnectionString, Environments.Development);
        var found = Assert.Single((await node.Anonymous().Doctors(new(Query: "Sarah One"))).Value.Items);
        Assert.Equal((new Money(25050, "AED"), "Says \"hello\",\nand more"), (found.Fees.Standard, found.Bio));
        Assert.NotNull(found.NextAvailable);
        Assert.DoesNotContain((await node.As(Roles.Ops).Verify()).Value.Invariants, invariant => invariant.Violations > 0);
    }

    [Fact]
    public async Task The_same_file_again_makes_no_second_doctor_and_a_changed_line_changes_one()
    {
        await using var database = await ServiceFixture.NewDatabase();

        var first = await Import(database, Header + string.Concat(Good));
        var events = await database.Scalar<long>("select count(*) from mt_events");
        var again = await Import(database, "\uFEFF" + (Header + string.Concat(Good)).Replace("\n", "\r\n", StringComparison.Ordinal).Replace("hello\"\",\r\n", "hello\"\",\n", StringComparison.Ordinal));
        var unchanged = await database.Scalar<long>("select count(*) from mt_events");
        var changed = await Import(database, Header + Good[0].Replace("00:00-24:00", "09:00-17:00", StringComparison.Ordinal) + Line("Dr. Omar Two", "OMAR@clinic.test", fee: "30"));

        Assert.Equal(["2 created", "4 created"], Outcomes(first));
        Assert.Equal(["2 unchanged", "4 unchanged"], Outcomes(again));
        Assert.Equal(events, unchanged);
        Assert.Equal(["2 updated", "4 updated"], Outcomes(changed));
        Assert.Equal(2, await database.Scalar<long>("select count(*) from doctors where lower(email) like '%@clinic.test'"));
        Assert.Equal(1, await database.Scalar<long>("select count(*) from mt_events where type = 'weekly_hours_set' and user_name like 'cli:%' and version > 2"));
    }

    [Fact]
    public async Task All_or_nothing_changes_nothing_when_one_line_is_bad()
    {
        await using var database = await ServiceFixture.NewDatabase();

        var bad = await Import(database, Header + Good[1] + "too,few\n", "--all-or-nothing");
        var nobody = await database.Scalar<long>("select count(*) from doctors where email like '%@clinic.test'");
        var good = await Import(database, Header + string.Concat(Good), "--all-or-nothing");

        Assert.Equal((1, 0L), (bad.Code, nobody));
        Assert.Equal(["2 refused", "3 refused"], Outcomes(bad));
        Assert.Equal(0, good.Code);
        Assert.Equal(1, await database.Scalar<long>("select count(distinct correlation_id) from mt_events where user_name like 'cli:%'"));
    }

    static string Line(string name, string email, string fee = "100", string rest = ",,") =>
        $"{name},{email},+971501234567,Cardiology|Internal medicine,en|ar,Asia/Dubai,AED,{fee},{fee},{rest}\n";

    static Task<ProgramRun> Import(TestDatabase database, string file, params string[] options) =>
        database.Pipe(file, ["doctor", "import", "-", "--json", .. options]);

    static IEnumerable<JsonElement> Lines(ProgramRun run) =>
        run.Output.Select(line => JsonDocument.Parse(line).RootElement).Where(line => line.TryGetProperty("outcome", out _));

    static IEnumerable<string> Outcomes(ProgramRun run)
    {
        Assert.Empty(run.Error);
        return Lines(run).Select(line => $"{line.GetProperty("line")} {line.GetProperty("outcome")}");
    }

    static IEnumerable<string> Errors(ProgramRun run, int number) => Lines(run).Single(line => line.GetProperty("line").GetInt32() == number)
        .GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("column").GetString()!);
}
