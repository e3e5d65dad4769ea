namespace Booking.EventStore.Outbox;

/// <summary>
/// What each message type does. Delivery is at least once, so every handler is idempotent, and it ends soon after its
/// token is cancelled. Filled at start, read-only afterwards.
/// </summary>
public sealed class OutboxHandlers
{
    /// <summary>After so many failed attempts a message becomes a dead letter.</summary>
    public const int DefaultMaxAttempts = 10;

    const int MostAttempts = 100;

    readonly Dictionary<Type, Handler> _handlers = [];

    internal readonly record struct Handler(Func<IServiceProvider, object, MessageContext, CancellationToken, Task> Run, int MaxAttempts);

    /// <summary>Registers the one handler of <typeparamref name="T"/>; it gets the services of a scope of its own.</summary>
    /// <param name="handle">Throws to be tried again later.</param>
    /// <param name="maxAttempts">1 to 100.</param>
    /// <exception cref="ArgumentException">There is one already.</exception>
    public OutboxHandlers Handle<T>(Func<IServiceProvider, T, MessageContext, CancellationToken, Task> handle, int maxAttempts = DefaultMaxAttempts)
        where T : notnull
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxAttempts, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxAttempts, MostAttempts);
        _handlers.Add(typeof(T), new((services, body, context, ct) => handle(services, (T)body, context, ct), maxAttempts));
        return this;
    }

    /// <summary>Registers a handler that needs no services.</summary>
    public OutboxHandlers Handle<T>(Func<T, MessageContext, CancellationToken, Task> handle, int maxAttempts = DefaultMaxAttempts) where T : notnull =>
        Handle<T>((_, body, context, ct) => handle(body, context, ct), maxAttempts);

    internal Handler For(Type type) => _handlers[type];

    /// <summary>The names to take. A type that another version of the program sends and this one does not know waits for that one.</summary>
    /// <exception cref="InvalidOperationException">A message could be sent that nobody handles, or the reverse.</exception>
    internal string[] NamesOf(MessageTypes types)
    {
        if (types.All.FirstOrDefault(t => !_handlers.ContainsKey(t)) is { } unhandled)
        {
            throw new InvalidOperationException($"{unhandled.Name} can be sent, and nothing handles it.");
        }

        return [.. _handlers.Keys.Select(types.NameOf)];
    }
}
