using System.Net;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Availability;
using Booking.Service.Schedules;
using Booking.Service.SlotLocks;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.SlotLocks;

/// <summary>A slot is protected twice, and each protection is enough by itself.</summary>
public sealed class ProtectionTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static readonly Duration Half = Duration.FromMinutes(30);

    [Fact]
    public async Task Without_the_constraint_the_streams_version_lets_one_of_many_hold_a_start()
    {
        await using var alone = new Alone(await NewService());
        await alone.Service.Database.DataSource.CreateCommand("alter table slot_claims drop constraint slot_claims_do_not_overlap").ExecuteNonQueryAsync();
        var clinic = await Clinic.Open(alone.Service);
        var start = (await clinic.Free())[0];

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Hold(alone.Service, clinic, start, start)));

        Assert.Single(outcomes, outcome => outcome is null);
        Assert.All(outcomes.Where(outcome => outcome is not null), outcome => Assert.Equal("slot-taken", outcome!.Code));
        await Invariants.Check(alone.Service);
    }

    [Fact]
    public async Task Without_a_look_at_the_calendar_the_constraint_lets_one_of_many_overlapping_starts_through()
    {
        var clinic = await Clinic.Open(service);
        var start = (await clinic.Free())[0];

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Hold(service, clinic, start, start + Duration.FromMinutes(i))));

        Assert.Single(outcomes, outcome => outcome is null);
        Assert.All(outcomes.Where(outcome => outcome is not null), outcome => Assert.Equal(HoldSlot.Taken, outcome));
        await Invariants.Check(service);
    }

    /// <summary>Holds blindly: neither lock nor calendar are looked at, so only the protection under test is left.</summary>
    static async Task<Refusal?> Hold(ServiceFixture service, Clinic clinic, Instant offered, Instant start)
    {
        var (store, now) = (service.Node.Services.GetRequiredService<StreamStore>(), service.Now);
        var doctor = new DoctorId(clinic.Doctor);
        var slot = new OfferedSlot(start, start + Half, start + Half);
        var offer = new Offer(Verdict.Free, slot, null, new(0, "USD"), null, Duration.FromMinutes(10));
        var command = new HoldSlot.Command(HoldId.New(), doctor, AppointmentType.Standard, new(Guid.NewGuid()), offer, 0, Cap: null, now);
        var context = new CommandContext(now, "test", null, Actor.System);
        var outcome = await store.Transact(SlotLock.Category, SlotLock.Id(doctor, start), state => HoldSlot.Decide(state, command), context, CancellationToken.None);
        Assert.True(start >= offered);
        return outcome.Refusal;
    }

    static async Task<ServiceFixture> NewService()
    {
        var service = new ServiceFixture();
        await service.InitializeAsync();
        return service;
    }

    sealed record Alone(ServiceFixture Service) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Service.DisposeAsync();
    }
}
