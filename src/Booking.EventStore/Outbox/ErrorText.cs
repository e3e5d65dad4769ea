using System.Diagnostics;
using System.Text;

namespace Booking.EventStore.Outbox;

/// <summary>What is kept of an exception: types, messages and where it was thrown. Never data or a whole stack.</summary>
static class ErrorText
{
    public const int MaxLength = 4_000;

    const int MaxDepth = 4;

    public static string Of(Exception exception)
    {
        var text = new StringBuilder();
        var depth = 0;
        for (var e = exception; e is not null && depth < MaxDepth; e = e.InnerException, depth++)
        {
            text.Append(depth == 0 ? "" : " <- ").Append(e.GetType().Name).Append(": ").Append(e.Message);
        }

        var frame = new StackTrace(exception).GetFrame(0)?.GetMethod();
        return Clean(frame is null ? text.ToString() : $"{text} @ {frame.DeclaringType?.FullName}.{frame.Name}");
    }

    /// <summary>PostgreSQL takes neither NUL nor half a surrogate pair, and an error must never be the reason that an error is not kept.</summary>
    static string Clean(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, MaxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > MaxLength)
            {
                break;
            }

            clean.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }

        return clean.ToString();
    }
}
