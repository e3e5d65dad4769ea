using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Ops;

public sealed class DevClockTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("PT11M", 11)]
    [InlineData("P1D", 24 * 60)]
    [InlineData("-PT30M", -30)]
    public async Task The_clock_is_moved_on_and_back_by_a_duration(string advance, int minutes)
    {
        var client = service.Anonymous();
        var before = (await client.Clock()).Value.Now;

        var moved = await service.Http().PostJson("/dev/clock", $$"""{"advance":"{{advance}}"}""");
        var after = (await client.Clock()).Value.Now;

        Assert.True(moved.IsSuccessStatusCode);
        Assert.InRange(after - before, Duration.FromMinutes(minutes), Duration.FromMinutes(minutes + 1));
    }

    [Fact]
    public async Task The_clock_is_set_and_runs_on_and_is_reset()
    {
        var client = service.Anonymous();
        var then = Instant.FromUtc(2027, 3, 14, 6, 59);

        var set = (await client.SetClock(then)).Value.Now;
        var later = (await client.Clock()).Value.Now;
        var reset = (await client.ResetClock()).Value.Now;

        Assert.InRange(set, then, then + Duration.FromMinutes(1));
        Assert.True(later > set);
        Assert.InRange(reset - await DatabaseTime(), -Duration.FromSeconds(30), Duration.FromSeconds(30));
    }

    [Theory]
    [InlineData("{}", "body")]
    [InlineData("""{"advance":"PT1M","reset":true}""", "reset")]
    [InlineData("""{"advance":"PT1M","now":"2027-01-01T00:00:00Z"}""", "now")]
    [InlineData("""{"reset":false}""", "reset")]
    [InlineData("""{"advance":"11 minutes"}""", "advance")]
    [InlineData("""{"advance":"P1M"}""", "advance")]
    [InlineData("""{"advance":"P36526D"}""", "advance")]
    [InlineData("""{"advance":"P9999999W"}""", "advance")]
    [InlineData("""{"now":"2299-01-01T00:00:00Z"}""", "now")]
    [InlineData("""{"now":"9998-01-01T00:00:00Z"}""", "now")]
    [InlineData("""{"now":"yesterday"}""", "now")]
    [InlineData("""{"forward":"PT1M"}""", "forward")]
    public async Task What_is_no_move_is_refused_by_the_name_of_its_field(string body, string field)
    {
        var problem = await (await service.Http().PostJson("/dev/clock", body)).Problem(400, "invalid");

        Assert.Equal([field], problem.Errors!.Keys);
    }

    [Fact]
    public async Task A_move_is_the_time_of_the_other_nodes_too()
    {
        await using var other = service.Start(Environments.Development);
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        other.Services.GetRequiredService<DatabaseClock>().OnMoved(heard.SetResult);

        var here = (await service.Anonymous().AdvanceClock(Duration.FromDays(3))).Value.Now;
        await heard.Task.WaitAsync(Patience);

        Assert.InRange((await new BookingClient(other.Client()).Clock()).Value.Now - here, -Duration.FromSeconds(5), Duration.FromMinutes(1));
    }

    [Fact]
    public async Task A_hold_lapses_when_the_clock_is_moved_past_its_end()
    {
        var patient = await service.SignedIn(DemoAccounts.PatientEmail);
        var today = (await patient.Clock()).Value.Now.InUtc().Date;
        var free = (await patient.Availability(DemoAccounts.Doctor.Value, new(today.PlusDays(2), today.PlusDays(9)))).Value;
        var start = free.Days.SelectMany(day => day.Slots).First().Start;
        var hold = (await patient.Hold(new(DemoAccounts.Doctor.Value, start, AppointmentType.Standard))).Value;

        _ = (await patient.AdvanceClock(Duration.FromMinutes(11))).Value;

        Assert.Equal("hold-expired", (await patient.ExtendHold(hold.Id)).Problem?.Code);
        Assert.Empty((await patient.Holds()).Value.Items);
    }

    [Fact]
    public async Task A_time_that_was_held_before_the_clock_went_back_is_held_extended_booked_and_moved_to()
    {
        var (client, patient) = (service.Anonymous(), service.Patient());
        _ = (await client.ResetClock()).Value;
        var clinic = await Clinic.Open(service);
        _ = (await client.AdvanceClock(Duration.FromDays(3))).Value;
        var free = await clinic.Free(from: clinic.Today.PlusDays(2), days: 3);
        foreach (var start in free[..2])
            Assert.Null((await patient.ReleaseHold((await clinic.Hold(patient, start)).Value.Id)).Problem);
        _ = (await client.ResetClock()).Value;

        var hold = (await clinic.Hold(patient, free[0])).Value;
        Assert.Equal(hold.ExpiresAt + Duration.FromMinutes(10), (await patient.ExtendHold(hold.Id)).Value.ExpiresAt);
        var visit = (await Clinic.Book(patient, hold)).Value;

        Assert.Equal(free[1], (await patient.Reschedule(visit.Id, new(free[1]))).Value.Start);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task What_was_offered_is_offered_again_when_the_clock_goes_back()
    {
        var patient = await service.SignedIn(DemoAccounts.PatientEmail);
        var today = (await patient.Clock()).Value.Now.InUtc().Date;
        async Task<List<Instant>> Offered() =>
            [.. (await patient.Availability(DemoAccounts.Doctor.Value, new(today.PlusDays(2), today.PlusDays(9)))).Value.Days.SelectMany(day => day.Slots).Select(slot => slot.Start)];
        var before = await Offered();

        _ = (await patient.AdvanceClock(Duration.FromDays(40))).Value;
        await Waiting.Until(async () => await Invariants.Count(
            service, "select count(*) from calendars where doctor_id = $1 and offered_from >= $2", Pg.Uuid(DemoAccounts.Doctor.Value), Pg.Date(today.PlusDays(38))) == 1, "the calendar to follow");
        Assert.Empty(await Offered());
        _ = (await patient.AdvanceClock(Duration.FromDays(-40))).Value;

        Assert.NotEmpty(before);
        Assert.Equal(before, await Offered());
    }

    [Fact]
    public async Task In_Production_there_is_no_such_path()
    {
        await using var production = service.Start(Environments.Production);

        await (await production.Client().GetAsync("/dev/clock")).Problem(404, "not-found");
        await (await production.Client().PostJson("/dev/clock", """{"reset":true}""")).Problem(404, "not-found");
    }

    async Task<Instant> DatabaseTime()
    {
        await using var command = service.Database.DataSource.CreateCommand("select clock_timestamp()");
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return row.GetInstant(0);
    }
}
