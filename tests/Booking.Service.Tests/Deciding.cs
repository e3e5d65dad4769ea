using Booking.EventStore;
using Xunit;

namespace Booking.Service.Tests;

/// <summary>Given what happened, when a decision is asked for, then events or a refusal.</summary>
static class Deciding
{
    public static TState Given<TState, TEvent>(this Category<TState, TEvent> category, params TEvent[] past) where TEvent : class =>
        past.Aggregate(category.Initial, category.Evolve);

    public static void Then<TEvent>(this Decision<TEvent> decision, params TEvent[] expected)
    {
        Assert.Null(decision.Refusal);
        Assert.Equal(expected, decision.Events.AsEnumerable());
    }

    public static void ThenNothing<TEvent>(this Decision<TEvent> decision) => decision.Then();

    public static void ThenRefused<TEvent>(this Decision<TEvent> decision, Refusal refusal)
    {
        Assert.Equal(refusal, decision.Refusal);
        Assert.Empty(decision.Events);
    }
}
