using System.Text.Json;
using Booking.Service.Hosting;
using Booking.Testing;
using Xunit;

namespace Booking.Service.Tests.Cli;

/// <summary>As many doctors as a file may hold, and the same file from two sides at once.</summary>
public sealed class BigImportTests
{
    const string Header = "name,email,phone,specialties,languages,time_zone,currency,fee_standard,fee_followup,bio,hours,verified\n";
    const string AtWork = "Another import is at work on this database. Wait for its end.";

    /// <summary>The lock of imports, which one that runs elsewhere holds.</summary>
    const long Turn = 0x626F6F6B_00000410;

    const int Most = 10_000, BadEach = 100;

    [Fact]
    public async Task Ten_thousand_lines_are_told_one_by_one_in_their_order_and_in_a_hundred_megabytes()
    {
        await using var database = await ServiceFixture.NewDatabase();
        var file = Header + string.Concat(Enumerable.Range(1, Most).Select(number => Line(number, fee: number % BadEach == 0 ? "1.005" : "100")));

        // A dry run does all but the writing; the runtime ends a program that would keep more than this.
        var run = await ProgramRun.Start(
            ["doctor", "import", "-", "--json", "--dry-run"], file,
            ("ConnectionStrings__Booking", database.ConnectionString), ProgramRun.MasterKeys, ("DOTNET_GCHeapHardLimit", "0x6400000"));

        Assert.Empty(run.Error);
        Assert.Equal((1, Most + 1), (run.Code, run.Output.Length));
        var told = run.Output.SkipLast(1).Select(line => JsonDocument.Parse(line).RootElement).Select(line => (line.GetProperty("line").GetInt32(), line.GetProperty("outcome").GetString()));
        Assert.Equal(Enumerable.Range(1, Most).Select(number => (number + 1, (string?)(number % BadEach == 0 ? "refused" : "created"))), told);
        var sum = JsonDocument.Parse(run.Output[^1]).RootElement;
        Assert.Equal((Most - (Most / BadEach), Most / BadEach), (sum.GetProperty("created").GetInt32(), sum.GetProperty("refused").GetInt32()));
    }

    [Fact]
    public async Task While_one_import_is_at_work_another_changes_nothing_and_says_why()
    {
        await using var database = await ServiceFixture.NewDatabase();
        await using var other = await Sole.Try(database.DataSource, Turn, CancellationToken.None);

        var run = await Import(database, 1);

        Assert.Equal((1, AtWork), (run.Code, Assert.Single(run.Error)));
        Assert.Equal(0, await Doctors(database));
    }

    [Fact]
    public async Task Of_two_imports_of_the_same_file_at_once_no_doctor_comes_twice_and_each_report_is_true()
    {
        const int Lines = 30;
        await using var database = await ServiceFixture.NewDatabase();

        var runs = await Task.WhenAll(Import(database, Lines), Import(database, Lines));

        Assert.Equal(Lines, await Doctors(database));
        Assert.Equal(Lines, runs.Sum(run => run.Output.Count(line => line.Contains("\"outcome\":\"created\"", StringComparison.Ordinal))));
        // The second was refused, or came when the first had ended and found everything as it should be.
        Assert.All(runs, run => Assert.True(
            run.Code == 0 ? run.Error.Length == 0 && run.Output.Length == Lines + 1 : run.Output.Length == 0 && run.Error is [AtWork], string.Join('\n', run.Error)));
    }

    static string Line(int number, string fee = "100") =>
        $"Dr. Number {number},number{number}@clinic.test,+971501234567,Cardiology|Internal medicine,en|ar,Asia/Dubai,AED,{fee},100,,mon-fri 09:00-17:00 30,yes\n";

    static Task<ProgramRun> Import(TestDatabase database, int lines) =>
        database.Pipe(Header + string.Concat(Enumerable.Range(1, lines).Select(number => Line(number))), "doctor", "import", "-", "--json");

    static Task<long> Doctors(TestDatabase database) => database.Scalar<long>("select count(*) from doctors where email like '%@clinic.test'");
}
