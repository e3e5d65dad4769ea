namespace Booking.Service;

/// <summary>Collects what is wrong with a request, field by field, so that a client hears all of it at once.</summary>
/// <remarks>Keys are JSON paths as the client sent them: <c>weekly[0].end</c>. At most <see cref="Most"/> messages are kept.</remarks>
public sealed class FieldErrors
{
    public const int Most = 100;

    readonly Dictionary<string, List<string>> messages = [];
    int count;

    public bool Any => count > 0;

    public void Add(string path, string message)
    {
        if (count == Most)
            return;
        if (!messages.TryGetValue(path, out var ofField))
            messages.Add(path, ofField = []);
        ofField.Add(message);
        count++;
    }

    /// <summary>Adds the message unless <paramref name="holds"/>, and answers <paramref name="holds"/>.</summary>
    public bool Require(bool holds, string path, string message)
    {
        if (!holds)
            Add(path, message);
        return holds;
    }

    public bool RequireRange(int value, int least, int most, string path) =>
        Require(value >= least && value <= most, path, $"Must be {least} to {most}.");

    public void AddAll(FieldErrors others)
    {
        foreach (var (path, ofField) in others.messages)
            foreach (var message in ofField)
                Add(path, message);
    }

    public IReadOnlyDictionary<string, string[]> ToDictionary() =>
        messages.ToDictionary(field => field.Key, field => field.Value.ToArray());
}
