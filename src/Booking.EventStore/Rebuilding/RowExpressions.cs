using System.Globalization;
using Npgsql;

namespace Booking.EventStore.Rebuilding;

/// <summary>What a value of a statement comes to.</summary>
/// <param name="parameters">The statement's.</param>
/// <param name="row">The row that is changed; in <c>values</c> there is none.</param>
/// <param name="excluded">The row that was to be inserted, in <c>on conflict</c>.</param>
delegate NpgsqlParameter? RowValue(NpgsqlParameterCollection parameters, NpgsqlParameter?[]? row, NpgsqlParameter?[]? excluded);

/// <summary>
/// Reads the values that a <see cref="RowStatement"/> may hold: parameters, literals, columns, sums, <c>coalesce</c>, <c>greatest</c>, <c>least</c> and
/// <c>case when a = b then c else d end</c>. For anything else the answer is null: it is not understood.
/// </summary>
sealed class RowExpressions(RowTokens words, TableShape table)
{
    public RowValue? Read()
    {
        var value = Term();
        while (value is { } left && words.Peek is "+" or "-")
        {
            var sign = words.Take() == "+" ? 1 : -1;
            if (Term() is not { } right)
            {
                return null;
            }

            value = (p, row, excluded) => Cells.Sum(left(p, row, excluded), right(p, row, excluded), sign);
        }

        return value;
    }

    RowValue? Term()
    {
        if (words.TakeParameter() is { } place)
        {
            return (p, _, _) => Cells.Given(p[place]);
        }

        return words.Peek switch
        {
            null => null,
            ['\'', .. var text, '\''] when words.Take() is not null => Always(Cells.Word(text)),
            [>= '0' and <= '9', ..] => long.TryParse(words.Take(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Always(Cells.Number(number)) : null,
            _ when words.Take("null") => static (_, _, _) => null,
            _ when words.Take("true") => Always(Cells.Truth(true)),
            _ when words.Take("false") => Always(Cells.Truth(false)),
            _ when words.Take("case", "when") => Case(),
            _ when words.Take("coalesce", "(") => Fold(static (one, other) => one ?? other),
            _ when words.Take("greatest", "(") => Fold(static (one, other) => Cells.Most(one, other, 1)),
            _ when words.Take("least", "(") => Fold(static (one, other) => Cells.Most(one, other, -1)),
            _ when words.Take("excluded", ".") => Column(static (_, excluded) => excluded),
            _ when words.Take(table.Name, ".") => Column(static (row, _) => row),
            _ => Column(static (row, _) => row),
        };
    }

    RowValue? Case()
    {
        if (Read() is not { } one || !words.Take("=") || Read() is not { } other || !words.Take("then") || Read() is not { } then
            || !words.Take("else") || Read() is not { } otherwise || !words.Take("end"))
        {
            return null;
        }

        return (p, row, excluded) => Cells.AreEqual(one(p, row, excluded), other(p, row, excluded)) ? then(p, row, excluded) : otherwise(p, row, excluded);
    }

    RowValue? Fold(Func<NpgsqlParameter?, NpgsqlParameter?, NpgsqlParameter?> together)
    {
        var value = Read();
        while (value is { } left && words.Take(","))
        {
            value = Read() is { } right ? (p, row, excluded) => together(left(p, row, excluded), right(p, row, excluded)) : null;
        }

        return words.Take(")") ? value : null;
    }

    RowValue? Column(Func<NpgsqlParameter?[]?, NpgsqlParameter?[]?, NpgsqlParameter?[]?> of) =>
        words.TakeName() is { } name && table.Find(name) is >= 0 and var place ? (_, row, excluded) => of(row, excluded)![place] : null;

    static RowValue Always(NpgsqlParameter cell) => (_, _, _) => cell;
}
