using Booking.EventStore.Tests.Shop;
using Npgsql;
using Xunit;

namespace Booking.EventStore.Tests;

/// <summary>The tables are Marten 9's, so that a deployment can move to Marten without moving its data.</summary>
public sealed class MartenTablesTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    /// <summary>Marten's columns in its default settings; the last four of mt_events are those it makes on request.</summary>
    const string Columns = """
        mt_streams.id uuid not null
        mt_streams.type character varying
        mt_streams.version bigint
        mt_streams.timestamp timestamp with time zone not null
        mt_streams.created timestamp with time zone not null
        mt_streams.tenant_id character varying
        mt_streams.is_archived boolean
        mt_events.seq_id bigint not null
        mt_events.id uuid not null
        mt_events.stream_id uuid
        mt_events.version bigint not null
        mt_events.data jsonb not null
        mt_events.bdata bytea
        mt_events.type character varying(500) not null
        mt_events.timestamp timestamp with time zone not null
        mt_events.tenant_id character varying
        mt_events.mt_dotnet_type character varying
        mt_events.is_archived boolean
        mt_events.correlation_id character varying
        mt_events.causation_id character varying
        mt_events.headers jsonb
        mt_events.user_name character varying
        mt_event_progression.name character varying not null
        mt_event_progression.last_seq_id bigint
        mt_event_progression.last_updated timestamp with time zone
        """;

    const string Defaults = """
        mt_streams.timestamp now()
        mt_streams.created now()
        mt_streams.tenant_id '*DEFAULT*'::character varying
        mt_streams.is_archived false
        mt_events.timestamp now()
        mt_events.tenant_id '*DEFAULT*'::character varying
        mt_events.is_archived false
        mt_event_progression.last_updated transaction_timestamp()
        """;

    const string Indexes = """
        CREATE UNIQUE INDEX pk_mt_event_progression ON public.mt_event_progression USING btree (name)
        CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON public.mt_events USING btree (stream_id, version)
        CREATE UNIQUE INDEX pkey_mt_events_seq_id ON public.mt_events USING btree (seq_id)
        CREATE UNIQUE INDEX pkey_mt_streams_id ON public.mt_streams USING btree (id)
        """;

    const string Constraints = """
        mt_event_progression pk_mt_event_progression PRIMARY KEY (name)
        mt_events fkey_mt_events_stream_id FOREIGN KEY (stream_id) REFERENCES mt_streams(id) ON DELETE CASCADE
        mt_events pkey_mt_events_seq_id PRIMARY KEY (seq_id)
        mt_streams pkey_mt_streams_id PRIMARY KEY (id)
        """;

    const string Theirs = "('mt_streams', 'mt_events', 'mt_event_progression')";

    [Fact]
    public Task Columns_have_Martens_names_types_order_and_nullability() => Same(Columns, $"""
        select attrelid::regclass || '.' || attname || ' ' || format_type(atttypid, atttypmod) || case when attnotnull then ' not null' else '' end
          from pg_attribute join pg_class on pg_class.oid = attrelid
         where relname in {Theirs} and attnum > 0 and not attisdropped
         order by array_position(array['mt_streams', 'mt_events', 'mt_event_progression'], relname::text), attnum
        """);

    [Fact]
    public Task Columns_have_Martens_defaults_but_for_the_one_that_is_the_moment_of_its_own_migration() => Same(Defaults, $"""
        select attrelid::regclass || '.' || attname || ' ' || pg_get_expr(adbin, adrelid)
          from pg_attrdef join pg_attribute on attrelid = adrelid and attnum = adnum join pg_class on pg_class.oid = attrelid
         where relname in {Theirs}
         order by array_position(array['mt_streams', 'mt_events', 'mt_event_progression'], relname::text), attnum
        """);

    [Fact]
    public Task Indexes_are_Martens() =>
        Same(Indexes, $"select indexdef from pg_indexes where tablename in {Theirs} order by indexname collate \"C\"");

    [Fact]
    public Task Constraints_are_Martens() => Same(Constraints, $"""
        select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(pg_constraint.oid)
          from pg_constraint join pg_class on pg_class.oid = conrelid
         where relname in {Theirs} and contype <> 'n' order by relname, conname
        """);

    [Fact]
    public async Task The_sequence_is_Martens_and_no_column_owns_it()
    {
        Assert.Equal(1, await shop.Count("select count(*) from pg_sequences where sequencename = 'mt_events_sequence' and data_type = 'bigint'::regtype"));
        Assert.Equal(0, await shop.Count(
            "select count(*) from pg_depend where objid = 'mt_events_sequence'::regclass and refclassid = 'pg_class'::regclass and deptype = 'a'"));
    }

    async Task Same(string expected, string sql)
    {
        await using var command = shop.DataSource.CreateCommand(sql);
        await using var row = await command.ExecuteReaderAsync();
        List<string> found = [];
        while (await row.ReadAsync())
        {
            found.Add(row.GetString(0));
        }

        Assert.Equal(expected, string.Join('\n', found));
    }
}
