using System.Net;
using Booking.Contracts;
using Booking.Service.Accounts;
using Booking.Service.Availability;
using Booking.Service.Hosting;
using Booking.Service.Tests.Cli;
using Booking.Service.Waitlist;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Availability;

/// <summary>Many watch, some too slowly, and a node stops.</summary>
public sealed class LiveLimitTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Theory]
    [InlineData("LiveAvailability:Streams", "0")]
    [InlineData("LiveAvailability:StreamsPerAddress", "-1")]
    [InlineData("Waitlist:OfferMinutes", "0")]
    [InlineData("Waitlist:OfferMinutes", "1441")]
    public void A_limit_that_cannot_be_refuses_the_start(string setting, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(setting, value)]).Build();

        Assert.Contains(
            setting,
            Assert.Throws<StartupRefusedException>(() => { _ = LiveLimits.Of(configuration); _ = WaitlistLimits.Of(configuration); }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_hundred_watchers_of_one_doctor_are_told_the_same_and_wait_for_nobody()
    {
        await using var node = service.Start(Environments.Development, ("LiveAvailability:StreamsPerAddress", "1000"));
        var clinic = await Clinic.Open(service);
        var free = await clinic.Free();
        var client = node.Anonymous();
        var watchers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Watch.Open(client, clinic)));
        try
        {
            foreach (var start in free.Take(5))
            {
                _ = (await clinic.Hold(service.Patient(), start)).Value;
                await Task.WhenAll(watchers.Select(watcher => watcher.Hears(start, free: false)));
            }
        }
        finally
        {
            await Task.WhenAll(watchers.Select(async watcher => await watcher.DisposeAsync()));
        }
    }

    [Fact]
    public async Task One_address_has_twenty_streams_and_one_that_ends_makes_room()
    {
        await using var node = service.Start(Environments.Development, ("LiveAvailability:StreamsPerAddress", "3"));
        var clinic = await Clinic.Open(service);
        var client = node.Anonymous();
        var watchers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Watch.Open(client, clinic)));

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => Watch.Open(client, clinic));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        await watchers[0].DisposeAsync();

        await Waiting.Until(() => Opens(client, clinic), "a place to come free");
        await Task.WhenAll(watchers.Skip(1).Select(async watcher => await watcher.DisposeAsync()));
    }

    [Fact]
    public async Task A_node_that_stops_ends_its_streams_as_whole_ones()
    {
        var node = service.Start(Environments.Development);
        var clinic = await Clinic.Open(service);
        await using var watch = await Watch.Open(node.Anonymous(), clinic);

        await node.DisposeAsync();

        await watch.End;
    }

    [Fact]
    public async Task A_stream_ends_with_the_session_that_opened_it_and_no_other_does()
    {
        await using var node = service.Start(Environments.Development, ("Accounts:StampSeconds", "0"));
        var clinic = await Clinic.Open(service);
        var (ann, ops) = (node.Anonymous(), node.Anonymous());
        _ = (await ann.SignIn(DemoAccounts.PatientEmail, DemoAccounts.Password)).Value;
        _ = (await ops.SignIn(DemoAccounts.OpsEmail, DemoAccounts.Password)).Value;
        var free = await clinic.Free();
        await using var ended = await Watch.Open(ann, clinic);
        await using var goesOn = await Watch.Open(ops, clinic);
        await using var nobodys = await Watch.Open(node.Anonymous(), clinic);

        await service.Database.Sql($"update identity.accounts set security_stamp = 'new' where email = '{DemoAccounts.PatientEmail}'");
        _ = (await clinic.Hold(service.Patient(), free[0])).Value;

        await goesOn.Hears(free[0], free: false);
        await nobodys.Hears(free[0], free: false);
        await ended.End;
        ended.HasHeardNothingElse();
    }

    [Fact]
    public void Who_reads_too_slowly_is_dropped()
    {
        using var watcher = new LiveWatcher(new Interval(null, null), resumes: false, address: 1);
        for (var piece = 0; piece < 64; piece++)
            watcher.Send([1]);
        Assert.False(watcher.Dropped.IsCancellationRequested);

        watcher.Send([1]);

        Assert.True(watcher.Dropped.IsCancellationRequested);
    }

    [Theory]
    [InlineData("?from=2027-01-01", HttpStatusCode.BadRequest)]
    [InlineData("?from=2027-01-05&to=2027-01-01", HttpStatusCode.BadRequest)]
    [InlineData("?from=2027-01-01&to=2027-03-04", HttpStatusCode.BadRequest)]
    [InlineData("?from=2027-01-01&to=2027-01-02&timeZone=Nowhere", HttpStatusCode.BadRequest)]
    [InlineData("?from=2027-01-01&to=2027-01-02&type=other", HttpStatusCode.BadRequest)]
    [InlineData("?from=2027-01-01&to=2027-01-02", HttpStatusCode.NotFound)]
    public async Task What_is_asked_for_is_checked_as_for_the_list(string query, HttpStatusCode status)
    {
        using var http = service.Http();

        using var answer = await http.GetAsync($"/api/doctors/{Guid.NewGuid()}/availability/live{query}");

        Assert.Equal(status, answer.StatusCode);
    }

    static async Task<bool> Opens(BookingClient client, Clinic clinic)
    {
        try
        {
            await using var watch = await Watch.Open(client, clinic);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
