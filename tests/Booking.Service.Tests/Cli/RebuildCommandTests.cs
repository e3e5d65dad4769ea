using System.Text.Json;
using Booking.Service.Tests.Ops;
using Booking.Testing;
using Xunit;

namespace Booking.Service.Tests.Cli;

/// <summary><c>booking rebuild</c> on a clinic that has seen a bit of everything.</summary>
public sealed class RebuildCommandTests
{
    [Fact]
    public async Task A_projection_is_rebuilt_with_its_table_of_parity()
    {
        await using var clinic = await BusyClinic.Create();

        var run = await clinic.Run("rebuild", "payments");
        var list = await clinic.Run("rebuild");
        var status = await clinic.Run("rebuild", "payments", "--status");

        Assert.Equal((0, 0, 0), (run.Code, list.Code, status.Code));
        Assert.All(run.Error, line => Assert.Matches("^[0-9]+ of [0-9]+ events", line));
        Assert.StartsWith("payments: Done, ", run.Output[0], StringComparison.Ordinal);
        Assert.Equal(["table", "same", "differing", "missing", "extra"], Cells(run.Output[1]));
        Assert.Equal(["anomalies", "payment_captures", "payments"], run.Output[2..].Select(line => Cells(line)[0]).Order());
        Assert.All(run.Output[2..], line => Assert.Equal(["0", "0", "0"], Cells(line)[2..]));
        Assert.Equal($"{await clinic.Scalar<long>("select count(*) from payments")}", Cells(Assert.Single(run.Output, line => line.StartsWith("payments ", StringComparison.Ordinal)))[1]);
        Assert.Contains(list.Output, line => line.StartsWith("payments ", StringComparison.Ordinal) && line.Contains("Done", StringComparison.Ordinal));
        Assert.Equal(run.Output, status.Output);
    }

    [Fact]
    public async Task For_programs_it_is_one_value_and_what_is_kept_can_be_dropped()
    {
        await using var clinic = await BusyClinic.Create();
        await clinic.Sql("delete from payments where id = (select min(id::text)::uuid from payments)");

        var run = await clinic.Run("rebuild", "payments", "--json");
        var again = await clinic.Run("rebuild", "payments", "--json");
        var discard = await clinic.Run("rebuild", "payments", "--discard");
        var nothing = await clinic.Run("rebuild", "payments", "--discard");

        Assert.Equal((0, 1L), (run.Code, Missing(run)));
        Assert.Equal((0, 0L), (again.Code, Missing(again)));
        Assert.Equal((0, "payments has no tables of before any more."), (discard.Code, Assert.Single(discard.Output)));
        Assert.Equal((0, "payments has no tables of before."), (nothing.Code, Assert.Single(nothing.Output)));
    }

    [Fact]
    public async Task One_that_is_at_work_elsewhere_is_left_alone()
    {
        await using var clinic = await BusyClinic.Create();
        await using var elsewhere = await new EventStore.Rebuilding.ProjectionRebuilds(clinic.DataSource, BookingModel.Create(new())).Begin("payments", "elsewhere", default);

        var run = await clinic.Run("rebuild", "payments");

        Assert.Equal(1, run.Code);
        Assert.Contains("--status", Assert.Single(run.Error), StringComparison.Ordinal);
    }

    static long Missing(ProgramRun run)
    {
        var answer = JsonDocument.Parse(Assert.Single(run.Output)).RootElement;
        Assert.Equal("done", answer.GetProperty("state").GetString());
        return answer.GetProperty("parity").EnumerateArray().Sum(table => table.GetProperty("missing").GetInt64());
    }

    static string[] Cells(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
