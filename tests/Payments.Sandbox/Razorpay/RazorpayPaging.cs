namespace Payments.Sandbox;

/// <summary>Which part of a list is asked for.</summary>
/// <param name="Count">1 to 100; 10 when it is not said.</param>
/// <param name="From">The earliest moment of making, in seconds since 1970.</param>
/// <param name="To">The latest.</param>
public sealed record RazorpayPaging(int Count, int Skip, long From, long To)
{
    public IEnumerable<T> Of<T>(IEnumerable<T> all, Func<T, Instant> madeAt) =>
        all.Where(item => madeAt(item).ToUnixTimeSeconds() >= From && madeAt(item).ToUnixTimeSeconds() <= To).Skip(Skip).Take(Count);

    /// <param name="query">Reads a parameter of the query; null when it is not there.</param>
    /// <returns>The paging, or why it is refused.</returns>
    public static (RazorpayPaging? Paging, RazorpayAnswer? Refusal) Read(Func<string, string?> query)
    {
        var numbers = new long[4];
        var defaults = new (string Name, long Value)[] { ("count", 10), ("skip", 0), ("from", 0), ("to", long.MaxValue) };
        for (var at = 0; at < 4; at++)
        {
            numbers[at] = defaults[at].Value;
            if (query(defaults[at].Name) is not { } text) continue;
            if (!long.TryParse(text, out numbers[at]) || numbers[at] < 0)
                return (null, RazorpayAnswer.Bad($"The {defaults[at].Name} must be an integer.", defaults[at].Name));
        }

        return numbers[0] is < 1 or > 100
            ? (null, RazorpayAnswer.Bad("The count must be between 1 and 100.", "count"))
            : (new RazorpayPaging((int)numbers[0], (int)Math.Min(numbers[1], int.MaxValue), numbers[2], numbers[3]), null);
    }
}
