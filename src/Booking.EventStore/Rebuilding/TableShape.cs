using Npgsql;
using NpgsqlTypes;

namespace Booking.EventStore.Rebuilding;

/// <summary>A column that a replay writes; generated ones are not among them.</summary>
/// <param name="Default">What a row has there when nothing was said.</param>
sealed record ShapeColumn(string Name, NpgsqlDbType Type, NpgsqlParameter? Default);

/// <summary>What a live table looks like to the code that makes its rows.</summary>
/// <param name="Key">The places of its primary key among the columns.</param>
sealed record TableShape(string Name, ShapeColumn[] Columns, int[] Key)
{
    /// <summary>How a range of columns is named in <c>copy</c>.</summary>
    public string ColumnList => string.Join(", ", Columns.Select(c => ShadowSchema.Quoted(c.Name)));

    public int Find(string column) => Array.FindIndex(Columns, c => c.Name == column);
}

static class TableShapes
{
    const string ColumnsOf = """
        select a.attname, t.typname, coalesce(pg_get_expr(d.adbin, d.adrelid), 'null'),
               coalesce(array_position(i.indkey::int2[], a.attnum), -1), a.attgenerated <> ''
          from pg_attribute a join pg_type t on t.oid = a.atttypid
          left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
          left join pg_index i on i.indrelid = a.attrelid and i.indisprimary
         where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped order by a.attnum
        """;

    static readonly Dictionary<string, NpgsqlDbType> Types = new(StringComparer.Ordinal)
    {
        ["uuid"] = NpgsqlDbType.Uuid, ["text"] = NpgsqlDbType.Text, ["varchar"] = NpgsqlDbType.Varchar, ["int2"] = NpgsqlDbType.Smallint, ["int4"] = NpgsqlDbType.Integer,
        ["int8"] = NpgsqlDbType.Bigint, ["bool"] = NpgsqlDbType.Boolean, ["timestamptz"] = NpgsqlDbType.TimestampTz, ["date"] = NpgsqlDbType.Date, ["bytea"] = NpgsqlDbType.Bytea,
        ["jsonb"] = NpgsqlDbType.Jsonb, ["tstzrange"] = NpgsqlDbType.TimestampTzRange, ["numeric"] = NpgsqlDbType.Numeric, ["float8"] = NpgsqlDbType.Double,
    };

    /// <exception cref="RebuildFailedException">There is no such table, it has no primary key, or a column of a type that cannot be copied.</exception>
    public static async Task<Dictionary<string, TableShape>> Read(NpgsqlConnection connection, IEnumerable<string> tables, CancellationToken ct)
    {
        Dictionary<string, TableShape> shapes = new(StringComparer.Ordinal);
        foreach (var table in tables.Distinct(StringComparer.Ordinal))
        {
            shapes.Add(table, await Read(connection, table, ct));
        }

        return shapes;
    }

    static async Task<TableShape> Read(NpgsqlConnection connection, string table, CancellationToken ct)
    {
        List<(string Name, string Type, string Default, int Key)> columns = [];
        await using (var command = new NpgsqlCommand(ColumnsOf, connection).With(Pg.Text(ShadowSchema.Quoted(ShadowSchema.Live, table))))
        {
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
            {
                if (!row.GetBoolean(4))
                {
                    columns.Add((row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3)));
                }
            }
        }

        var key = columns.Index().Where(c => c.Item.Key >= 0).OrderBy(c => c.Item.Key).Select(c => c.Index).ToArray();
        if (key.Length == 0)
        {
            throw new RebuildFailedException($"The table {table} is not there, or has no primary key.");
        }

        var defaults = await Defaults(connection, columns.ConvertAll(c => c.Default), ct);
        return new(table, [.. columns.Index().Select(c => new ShapeColumn(c.Item.Name, TypeOf(table, c.Item.Name, c.Item.Type), defaults[c.Index]))], key);
    }

    static NpgsqlDbType TypeOf(string table, string column, string type) =>
        Types.TryGetValue(type, out var plain) ? plain
        : type.StartsWith('_') && Types.TryGetValue(type[1..], out var element) ? NpgsqlDbType.Array | element
        : throw new RebuildFailedException($"The column {column} of {table} is of the type {type}, which rows made stream by stream cannot have.");

    /// <summary>The database says itself what its expressions come to.</summary>
    static async Task<NpgsqlParameter?[]> Defaults(NpgsqlConnection connection, List<string> expressions, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select {string.Join(", ", expressions)}", connection);
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        var defaults = new NpgsqlParameter?[expressions.Count];
        for (var column = 0; column < defaults.Length; column++)
        {
            defaults[column] = Cells.Of(row.GetValue(column));
        }

        return defaults;
    }
}
