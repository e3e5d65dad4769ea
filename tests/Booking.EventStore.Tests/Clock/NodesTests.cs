using Booking.EventStore.Outbox;
using Booking.EventStore.Tests.Outbox;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using Xunit;

namespace Booking.EventStore.Tests.Clock;

public sealed class NodesTests : ClockTests
{
    [Fact]
    public async Task Moving_the_clock_on_one_node_moves_it_on_all_at_once()
    {
        using var here = await StartNode();
        using var there = await StartNode();
        var hereClock = here.Services.GetRequiredService<DatabaseClock>();
        var thereClock = there.Services.GetRequiredService<DatabaseClock>();
        using var heard = new SemaphoreSlim(0);
        thereClock.OnMoved(() => heard.Release());

        // The first move may be found by the look that a node takes once it is connected; the second must be told.
        foreach (var days in (int[])[1, 2])
        {
            await hereClock.SetOffset(Duration.FromDays(days), CancellationToken.None);
            Assert.True(await heard.WaitAsync(OutboxRig.Patience));
        }

        var apart = thereClock.GetCurrentInstant() - hereClock.GetCurrentInstant();
        Assert.InRange(apart, -Duration.FromSeconds(1), Duration.FromSeconds(1));
    }

    [Fact]
    public async Task Moving_the_clock_on_one_node_delivers_on_another_what_has_come_due()
    {
        var deliveries = new Deliveries(1);
        using var mover = await StartNode();
        using var worker = await StartNode(services => services.AddOutbox(
            OutboxRig.Types, new OutboxHandlers().Handle<Step>((_, step, context, ct) => deliveries.Handle(step, context, ct)), new() { Poll = TimeSpan.FromHours(1) }));
        var clock = mover.Services.GetRequiredService<DatabaseClock>();
        var now = clock.GetCurrentInstant();
        var due = now + Duration.FromHours(1);
        await Insert(new(new Step(Guid.NewGuid(), 1), due), now);

        await clock.Advance(Duration.FromHours(1), CancellationToken.None);
        await deliveries.Reached();

        Assert.True(Assert.Single(deliveries.All).Context.Now >= due);
    }

    async Task Insert(Message message, Instant now)
    {
        await using var connection = await Database.DataSource.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { OutboxSql.Insert(OutboxRig.Types, message, null, new(now, OutboxRig.CorrelationId, null, "ann", "patient")) },
        };
        await batch.ExecuteNonQueryAsync();
    }
}
