using Npgsql;

namespace Booking.EventStore.Rebuilding;

/// <summary>
/// A projection's statement on one row of one table, named by its primary key, as it is applied to rows in memory. Its text is read once, so that a
/// projection says what it does in one place, in SQL. Understood are
/// <c>insert into t (...) values (...) [on conflict (key) do update set ... | do nothing]</c>, <c>update t set ... where key = ...</c> and
/// <c>delete from t where key = ...</c>, with further <c>and column = value</c>, and the values of <see cref="RowExpressions"/>.
/// </summary>
sealed class RowStatement
{
    readonly Action<RowSet, NpgsqlParameterCollection> _apply;

    RowStatement(Action<RowSet, NpgsqlParameterCollection> apply) => _apply = apply;

    /// <exception cref="InvalidOperationException">A row with that key is there already.</exception>
    public void Apply(RowSet rows, NpgsqlParameterCollection parameters) => _apply(rows, parameters);

    /// <returns>Null when the statement is of another kind or on another table.</returns>
    public static RowStatement? Read(string sql, IReadOnlyDictionary<string, TableShape> tables)
    {
        var words = new RowTokens(sql);
        Func<RowTokens, TableShape, Action<RowSet, NpgsqlParameterCollection>?>? kind =
            words.Take("insert", "into") ? Insert : words.Take("update") ? Update : words.Take("delete", "from") ? Delete : null;
        return kind is not null && words.TakeName() is { } name && tables.TryGetValue(name, out var table) && table.Key.Length <= RowKey.MostColumns
            && kind(words, table) is { } apply && words.AtEnd
            ? new(apply)
            : null;
    }

    static Action<RowSet, NpgsqlParameterCollection>? Insert(RowTokens words, TableShape table)
    {
        if (Columns(words, table) is not { } columns || !words.Take("values", "(") || Values(words, table, columns.Length) is not { } values)
        {
            return null;
        }

        var ignores = false;
        List<(int Column, RowValue Value)>? updates = null;
        if (words.Take("on", "conflict"))
        {
            if (Columns(words, table) is not { } key || !key.Order().SequenceEqual(table.Key.Order()) || !words.Take("do"))
            {
                return null;
            }

            ignores = words.Take("nothing");
            updates = ignores ? null : words.Take("update", "set") ? Sets(words, table) : null;
            if (!ignores && updates is null)
            {
                return null;
            }
        }

        return (rows, parameters) =>
        {
            var row = rows.NewRow(table);
            for (var i = 0; i < columns.Length; i++)
            {
                row[columns[i]] = values[i](parameters, null, null);
            }

            var key = RowKey.Of(table, row);
            if (rows.Find(table, key) is not { } known)
            {
                rows.Add(table, key, row);
            }
            else if (updates is not null)
            {
                Set(known, updates, parameters, row);
            }
            else if (!ignores)
            {
                throw new InvalidOperationException($"The table {table.Name} has a row {key} already.");
            }
        };
    }

    static Action<RowSet, NpgsqlParameterCollection>? Update(RowTokens words, TableShape table)
    {
        if (!words.Take("set") || Sets(words, table) is not { } sets || Conditions(words, table) is not { } conditions)
        {
            return null;
        }

        var where = new RowCondition(table, conditions);
        return (rows, parameters) =>
        {
            if (where.Find(rows, parameters) is { Row: var row })
            {
                Set(row, sets, parameters, null);
            }
        };
    }

    static Action<RowSet, NpgsqlParameterCollection>? Delete(RowTokens words, TableShape table)
    {
        if (Conditions(words, table) is not { } conditions)
        {
            return null;
        }

        var where = new RowCondition(table, conditions);
        return (rows, parameters) =>
        {
            if (where.Find(rows, parameters) is { Key: var key })
            {
                rows.Remove(table, key);
            }
        };
    }

    /// <summary>Every value is that of the row as it was.</summary>
    static void Set(NpgsqlParameter?[] row, List<(int Column, RowValue Value)> sets, NpgsqlParameterCollection parameters, NpgsqlParameter?[]? excluded)
    {
        var values = new NpgsqlParameter?[sets.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = sets[i].Value(parameters, row, excluded);
        }

        for (var i = 0; i < values.Length; i++)
        {
            row[sets[i].Column] = values[i];
        }
    }

    static int[]? Columns(RowTokens words, TableShape table)
    {
        List<int> columns = [];
        for (var more = words.Take("("); more; more = words.Take(","))
        {
            columns.Add(words.TakeName() is { } name ? table.Find(name) : -1);
        }

        return words.Take(")") && columns.TrueForAll(c => c >= 0) ? [.. columns] : null;
    }

    static RowValue[]? Values(RowTokens words, TableShape table, int count)
    {
        var values = new RowValue[count];
        for (var i = 0; i < count; i++)
        {
            if ((i > 0 && !words.Take(",")) || new RowExpressions(words, table).Read() is not { } value)
            {
                return null;
            }

            values[i] = value;
        }

        return words.Take(")") ? values : null;
    }

    /// <summary>A row keeps its key, so a change of it is not understood.</summary>
    static List<(int Column, RowValue Value)>? Sets(RowTokens words, TableShape table)
    {
        List<(int, RowValue)> sets = [];
        do
        {
            if (words.TakeName() is not { } name || table.Find(name) is not (>= 0 and var column) || table.Key.Contains(column)
                || !words.Take("=") || new RowExpressions(words, table).Read() is not { } value)
            {
                return null;
            }

            sets.Add((column, value));
        }
        while (words.Take(","));
        return sets;
    }

    /// <returns>Null unless they name the whole key, by values that do not depend on the row.</returns>
    static Dictionary<int, RowValue>? Conditions(RowTokens words, TableShape table)
    {
        Dictionary<int, RowValue> conditions = [];
        for (var more = words.Take("where"); more; more = words.Take("and"))
        {
            if (words.TakeName() is not { } name || table.Find(name) is not (>= 0 and var column) || !words.Take("=")
                || words.TakeParameter() is not { } place || !conditions.TryAdd(column, (p, _, _) => Cells.Given(p[place])))
            {
                return null;
            }
        }

        return table.Key.All(conditions.ContainsKey) ? conditions : null;
    }
}
