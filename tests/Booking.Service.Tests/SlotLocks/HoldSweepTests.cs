using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.SlotLocks;
using Booking.Service.Tests.Cli;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.SlotLocks;

/// <summary>What cannot be tidied up does not keep the rest from it.</summary>
public sealed class HoldSweepTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static readonly CancellationToken Ct = CancellationToken.None;

    [Fact]
    public async Task A_hundred_holds_that_cannot_be_closed_do_not_keep_a_later_one_from_it()
    {
        await service.Database.Sql("""
            insert into holds (id, slot_id, doctor_id, holder, type, starts_at, ends_at, until, amount, currency, version, state)
            select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'standard', '2001-01-01', '2001-01-02', '2001-01-01', 1, 'USD', 1, 'held'
              from generate_series(1, 100)
            """);
        var clinic = await Clinic.Open(service);
        var hold = (await clinic.Hold(service.Patient(), (await clinic.Free())[0])).Value;
        await service.Advance(Duration.FromMinutes(30));
        var sweep = Sweep();

        // It counts what it looked at: a hundred, and then the one behind them.
        Assert.Equal(100, await sweep.Sweep(Ct));
        _ = await sweep.Sweep(Ct);

        Assert.Equal("expired", await service.Database.Scalar<string>($"select state from holds where id = '{hold.Id}'"));
        Assert.Equal(100, await sweep.Sweep(Ct));
        await service.Database.Sql("delete from holds where until = '2001-01-01'");
    }

    HoldSweep Sweep() => new(
        service.Services.GetRequiredService<StreamStore>(), service.Services.GetRequiredService<CloseUnpaid>(), service.Services.GetRequiredService<IClock>(), NullLogger<HoldSweep>.Instance);
}
