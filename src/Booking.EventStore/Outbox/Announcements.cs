namespace Booking.EventStore.Outbox;

/// <summary>
/// What the other processes are to be told: words by channel, each kept once until <see cref="OutboxNotifier"/> takes them. Bounded: more
/// than <see cref="Most"/> words on a channel become none, which says that anything may have happened.
/// </summary>
sealed class Announcements
{
    /// <summary>Of 33 bytes each they fit into a notification, which has 8,000.</summary>
    public const int Most = 200;

    readonly Lock _gate = new();
    readonly Dictionary<string, HashSet<string>?> _words = new(StringComparer.Ordinal);

    /// <summary>Rung when there is something to take.</summary>
    public Wake Waiting { get; } = new();

    /// <param name="channel">Where it is said.</param>
    /// <param name="word">Without blanks; null says that anything may have happened.</param>
    public void Say(string channel, string? word)
    {
        lock (_gate)
        {
            if (!_words.TryGetValue(channel, out var said))
            {
                _words[channel] = word is null ? null : new(StringComparer.Ordinal) { word };
            }
            else if (word is null || said?.Count >= Most)
            {
                _words[channel] = null;
            }
            else
            {
                said?.Add(word);
            }
        }

        Waiting.Ring();
    }

    /// <summary>Everything that was said since the last call, a text a channel.</summary>
    public List<(string Channel, string Words)> Take()
    {
        lock (_gate)
        {
            List<(string, string)> taken = [.. _words.Select(w => (w.Key, w.Value is { } said ? string.Join(' ', said) : ""))];
            _words.Clear();
            return taken;
        }
    }
}
