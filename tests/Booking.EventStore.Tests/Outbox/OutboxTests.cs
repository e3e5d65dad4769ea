using Xunit;

namespace Booking.EventStore.Tests.Outbox;

/// <summary>A database a test: what one leaves behind never comes to the next.</summary>
public abstract class OutboxTests : IAsyncLifetime
{
    private protected static readonly Guid Ann = Guid.NewGuid(), Bob = Guid.NewGuid();

    private protected OutboxRig Rig { get; private set; } = null!;

    private protected async Task Takes(params int[] expected) => Assert.Equal(expected, await Rig.TakeNumbers());

    public async ValueTask InitializeAsync() => Rig = await OutboxRig.Create();

    public ValueTask DisposeAsync() => Rig.DisposeAsync();
}
