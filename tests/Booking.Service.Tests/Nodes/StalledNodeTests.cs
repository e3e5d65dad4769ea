using Booking.Contracts;
using Booking.EventStore;
using Microsoft.Extensions.Hosting;
using Payments.Sandbox;
using Xunit;

namespace Booking.Service.Tests.Nodes;

/// <summary>A node that dies or stands still while it opens a page at a provider: another one does it, and the first, woken, changes nothing more.</summary>
public sealed class StalledNodeTests(StalledNodeFixture service) : IClassFixture<StalledNodeFixture>
{
    const string Leased = "select count(*) from outbox where lease is not null and leased_until > clock_timestamp()";

    [Fact]
    public async Task What_a_stopped_node_was_doing_another_does_and_the_woken_one_changes_nothing()
    {
        await using var first = await ServiceProcess.Start(service.Database.ConnectionString, service.Address);
        var (visit, payment) = await BookWhileTheProviderIsSlow(first);
        await first.Pause();
        await LetLeasesLapse();

        await using var second = ServiceFixture.StartOn(service.Database.ConnectionString, Environments.Development, service.Address);
        await PageIsOpen(payment);
        await first.Continue();
        await first.Terminate();

        Assert.Equal(0, await first.Ended());
        await OpenedOnce(payment);
        Assert.Equal(AppointmentStatus.PendingPayment, (await service.Desk().Appointment(visit)).Value.Status);
    }

    [Fact]
    public async Task What_a_killed_node_was_doing_another_does()
    {
        await using var first = await ServiceProcess.Start(service.Database.ConnectionString, service.Address);
        var (_, payment) = await BookWhileTheProviderIsSlow(first);
        first.Kill();
        await LetLeasesLapse();

        await using var second = ServiceFixture.StartOn(service.Database.ConnectionString, Environments.Development, service.Address);
        await PageIsOpen(payment);
        await OpenedOnce(payment);
    }

    async Task<(Guid Visit, Guid Payment)> BookWhileTheProviderIsSlow(ServiceProcess node)
    {
        var clinic = await service.OpenClinic();
        service.Providers.ClearFaults();
        service.Providers.Fault(PaymentProvider.Stripe, SandboxOperation.Create, FaultKind.Delay, wait: TimeSpan.FromSeconds(9));
        var (patient, free) = (service.Patient(), await clinic.Free());
        var hold = (await clinic.Hold(patient, free[0])).Value;
        // The answer waits three seconds for the page and then comes without it; the provider answers just before the node would ask it again.
        var visit = (await node.For(patient).Book(new(hold.Id, PaymentProvider.Stripe))).Value;
        Assert.Null(visit.Payment!.CheckoutUrl);
        Assert.True(await Invariants.Count(service, Leased) > 0);
        return (visit.Id, visit.Payment.Id);
    }

    /// <summary>The half minute that a lease lasts passes in the database's own time.</summary>
    async Task LetLeasesLapse()
    {
        await using var lapse = service.Database.DataSource.CreateCommand("update outbox set leased_until = clock_timestamp() where lease is not null");
        Assert.True(await lapse.ExecuteNonQueryAsync(TestContext.Current.CancellationToken) > 0);
    }

    Task PageIsOpen(Guid payment) => Waiting.Until(async () => await Opened(payment) > 0, "a page");

    async Task OpenedOnce(Guid payment)
    {
        await Waiting.Until(async () => await Invariants.Count(service, Leased) == 0, "the outbox to be at rest");
        Assert.Equal(1, await Opened(payment));
        // One page: all requests for it went under one key, which the provider answers with the same.
        var sent = service.Providers.Journal.Where(entry => entry.Operation == SandboxOperation.Create && entry.Body.Contains($"{payment}", StringComparison.Ordinal)).ToList();
        Assert.True(sent.Count > 1, $"{sent.Count} requests");
        Assert.Single(sent.Select(entry => entry.IdempotencyKey).Distinct());
        await Invariants.Check(service);
    }

    Task<long> Opened(Guid payment) => Invariants.Count(service, "select count(*) from mt_events where type = 'checkout_opened' and stream_id = $1", Pg.Uuid(payment));
}
