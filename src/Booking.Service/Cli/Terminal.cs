using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Booking.Contracts;

namespace Booking.Service.Cli;

/// <summary>What a command says: lines for people, or with <c>--json</c> one JSON value a line and nothing else on standard output.</summary>
sealed class Terminal(ParseResult parsed)
{
    public static readonly Option<bool> JsonOption = new("--json")
    {
        Description = "Answer in JSON, for programs; a list that grows is one value a line.", Recursive = true,
    };

    // The records of the wire as the service writes them; those that only commands have, in the same manner.
    static readonly JsonSerializerOptions Wire = new(ContractsJson.Options)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(ContractsJson.Context, new DefaultJsonTypeInfoResolver()),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    readonly TextWriter _output = parsed.InvocationConfiguration.Output, _error = parsed.InvocationConfiguration.Error;

    public bool Json { get; } = parsed.GetValue(JsonOption);

    /// <summary>A line for people; nothing with <c>--json</c>.</summary>
    public void Say(string line)
    {
        if (!Json)
        {
            _output.WriteLine(Harmless(line));
        }
    }

    /// <summary>A value for programs; nothing without <c>--json</c>.</summary>
    public void Answer<T>(T value)
    {
        if (Json)
        {
            _output.WriteLine(JsonSerializer.Serialize(value, Wire));
        }
    }

    /// <summary>What went wrong, in a sentence, on standard error.</summary>
    /// <returns><see cref="CommandLine.Failed"/>.</returns>
    public int Fail(string sentence)
    {
        _error.WriteLine(Harmless(sentence));
        return CommandLine.Failed;
    }

    /// <summary>Rows under their headings, each column as wide as its longest cell.</summary>
    public void Table(string[] headings, IReadOnlyList<string[]> rows)
    {
        if (Json)
        {
            return;
        }

        var all = rows.Prepend(headings).Select(row => Array.ConvertAll(row, Harmless)).ToList();
        var widths = headings.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
        foreach (var row in all)
        {
            _output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    /// <summary>How far a long command is; see <see cref="Cli.Progress"/>.</summary>
    public Progress Progress(string what) => new(_error, what, Json ? ProgressStyle.None : Console.IsErrorRedirected ? ProgressStyle.Lines : ProgressStyle.Bar);

    /// <summary>Asks whoever sits at the terminal. Where nobody does, only <paramref name="yes"/> counts.</summary>
    public bool Confirm(string question, bool yes)
    {
        if (yes)
        {
            return true;
        }

        if (Console.IsInputRedirected)
        {
            _error.WriteLine($"{question} Nobody is at a terminal to be asked: say --yes.");
            return false;
        }

        _error.Write($"{question} [y/N] ");
        return Console.In.ReadLine() is "y" or "Y" or "yes";
    }

    /// <summary>Without what would move the cursor, colour the screen or write over another line: texts of strangers and of failures are shown too.</summary>
    public static string Harmless(string text)
    {
        if (!text.Any(IsHarmful))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            clean.Append(IsHarmful(letter) ? '\uFFFD' : letter);
        }

        return clean.ToString();
    }

    // Marks that turn the direction of writing can make one address look like another.
    static bool IsHarmful(char letter) => char.IsControl(letter) || letter is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069';
}
