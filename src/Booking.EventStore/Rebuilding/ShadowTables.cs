using Npgsql;

namespace Booking.EventStore.Rebuilding;

/// <summary>Tables beside the live ones that are like them in everything, names of indexes and constraints included.</summary>
static class ShadowTables
{
    const string ShapeOf = """
        with parts as (
            select concat_ws(' ', 1, t, to_char(a.attnum, '0000'), a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated, pg_get_expr(d.adbin, d.adrelid)) as part
              from unnest($1) t join pg_attribute a on a.attrelid = t::regclass and a.attnum > 0 and not a.attisdropped
              left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
            union all
            select concat_ws(' ', 2, t, c.conname, c.contype, c.conkey, c.conbin) from unnest($1) t join pg_constraint c on c.conrelid = t::regclass
            union all
            select concat_ws(' ', 3, t, i.relname, x.indkey, x.indisunique, x.indexprs, x.indpred) from unnest($1) t join pg_index x on x.indrelid = t::regclass join pg_class i on i.oid = x.indexrelid)
        select coalesce(md5(string_agg(part, ',' order by part)), '') from parts
        """;

    const string Options = "select coalesce(array_to_string(reloptions, ', '), '') from pg_class where oid = $1::regclass";

    static readonly string Definitions = Sql.File("shadow_definitions.sql");
    static readonly string Rest = Sql.File("shadow_rest.sql");
    static readonly string Hindrances = Sql.File("shadow_hindrances.sql");

    /// <summary>Of the live tables' columns, constraints and indexes: what is made beside a table of one shape would lack what belongs to another.</summary>
    public static async Task<string> Shape(NpgsqlConnection connection, IEnumerable<string> tables, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ShapeOf, connection).With(Pg.Texts([.. tables.Select(t => ShadowSchema.Quoted(ShadowSchema.Live, t))]));
        return (string)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>What would not come along when these tables are replaced, in words; none when all would.</summary>
    public static async Task<List<string>> HindrancesOf(NpgsqlConnection connection, IEnumerable<string> tables, CancellationToken ct)
    {
        List<string> found = [];
        foreach (var table in tables)
        {
            found.AddRange((await Texts(connection, Hindrances, [Live(table)], ct)).Select(what => $"{what} hangs on {table}"));
        }

        return found;
    }

    /// <summary>Makes an empty table with the live one's columns, defaults, checks and storage, and no index.</summary>
    public static async Task Create(NpgsqlConnection connection, string schema, string table, CancellationToken ct)
    {
        var options = (await Texts(connection, Options, [Live(table)], ct))[0];
        await connection.Run(
            $"""
            create table {ShadowSchema.Quoted(schema, table)} (
                like {Live(table)} including defaults including constraints including generated including storage including compression including comments)
            {(options.Length > 0 ? $"with ({options})" : "")}
            """,
            ct);
    }

    /// <summary>Gives a table the live one's constraints and indexes, those that it has not yet, each in a transaction of its own.</summary>
    /// <exception cref="PostgresException">Its rows violate one of them.</exception>
    public static async Task Index(NpgsqlConnection connection, string schema, string table, CancellationToken ct)
    {
        foreach (var (name, definition) in await DefinitionsOf(connection, schema, table, ct))
        {
            await using var known = new NpgsqlCommand(
                "select to_regclass($1) is not null or exists (select from pg_constraint where conrelid = to_regclass($2) and conname = $3)", connection)
                .With(Pg.Text(ShadowSchema.Quoted(schema, name)), Pg.Text(ShadowSchema.Quoted(schema, table)), Pg.Text(name));
            if (await known.ExecuteScalarAsync(ct) is false)
            {
                await connection.Run(definition, ct);
            }
        }

        await Analyze(connection, schema, [table], ct);
    }

    /// <summary>Counts what is in the tables, for who plans a query on them.</summary>
    public static Task Analyze(NpgsqlConnection connection, string schema, IEnumerable<string> tables, CancellationToken ct) =>
        connection.Run($"analyze {string.Join(", ", tables.Select(table => ShadowSchema.Quoted(schema, table)))}", ct);

    /// <summary>Puts a table in the live one's place and the live one aside, in the transaction that the caller has open and with both locked.</summary>
    public static async Task Swap(NpgsqlConnection connection, string schema, string kept, string table, CancellationToken ct)
    {
        await connection.Run(
            $"""
            alter table {Live(table)} set schema {ShadowSchema.Quoted(kept)};
            alter table {ShadowSchema.Quoted(schema, table)} set schema {ShadowSchema.Quoted(ShadowSchema.Live)};
            """,
            ct);
        foreach (var statement in await WithPlainNames(connection, Rest, [ShadowSchema.Quoted(kept, table), Live(table)], ct))
        {
            await connection.Run(statement[0], ct);
        }
    }

    static async Task<IEnumerable<(string Name, string Definition)>> DefinitionsOf(NpgsqlConnection connection, string schema, string table, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var found = await WithPlainNames(connection, Definitions, [Live(table), ShadowSchema.Quoted(schema, table)], ct);
        return found.Select(row => (row[0], row[1])).OrderBy(d => d.Item1, StringComparer.Ordinal);
    }

    /// <summary>
    /// Asks the catalog with nothing in the search path but itself, so that it qualifies every name in what it answers. In a transaction, at the
    /// end of which the path is what it was.
    /// </summary>
    static async Task<List<string[]>> WithPlainNames(NpgsqlConnection connection, string sql, string[] names, CancellationToken ct)
    {
        await connection.Run("savepoint names; set local search_path = pg_catalog", ct);
        var rows = await Rows(connection, sql, names, ct);
        await connection.Run("rollback to savepoint names", ct);
        return rows;
    }

    static async Task<List<string>> Texts(NpgsqlConnection connection, string sql, string[] names, CancellationToken ct) =>
        (await Rows(connection, sql, names, ct)).ConvertAll(row => row[0]);

    static async Task<List<string[]>> Rows(NpgsqlConnection connection, string sql, string[] names, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.With([.. names.Select(Pg.Text)]);
        await using var row = await command.ExecuteReaderAsync(ct);
        List<string[]> rows = [];
        while (await row.ReadAsync(ct))
        {
            var columns = new string[row.FieldCount];
            for (var i = 0; i < columns.Length; i++)
            {
                columns[i] = row.GetString(i);
            }

            rows.Add(columns);
        }

        return rows;
    }

    static string Live(string table) => ShadowSchema.Quoted(ShadowSchema.Live, table);
}
