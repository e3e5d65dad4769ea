using System.Text.Json;
using Booking.EventStore.Outbox;
using Npgsql;
using Xunit;

namespace Booking.EventStore.Tests.Outbox;

public sealed class QueryPlanTests : OutboxTests
{
    const string TwoHundredThousandSent = """
        insert into outbox (id, order_key, parks, type, body, deliver_at, sent_at, attempts, correlation_id, actor, actor_role, created_at)
        select gen_random_uuid(), gen_random_uuid(), true, 'step', '{}', t, t, 1, 'c', 'a', 'r', t
          from generate_series(1, 200000) n, lateral (select timestamptz '2027-02-01' + n * interval '1 s' as t) at
        """;

    [Theory]
    [InlineData("force_custom_plan")]
    [InlineData("force_generic_plan")]
    public async Task Taking_does_not_look_at_what_was_sent(string planning)
    {
        await Run(TwoHundredThousandSent);
        await Rig.Send(Enumerable.Range(0, 500).Select(n => ((Guid?)(n % 2 == 0 ? Ann : Guid.NewGuid()), n, (NodaTime.Instant?)null, true)));
        await Run("vacuum analyze outbox");

        var plan = await Explain(planning);

        Assert.Contains("\"outbox_waiting\"", plan, StringComparison.Ordinal);
        Assert.Contains("\"outbox_head\"", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("\"Seq Scan\"", plan, StringComparison.Ordinal);
        Assert.InRange(PagesOf(plan), 1, 2_000);
    }

    async Task<string> Explain(string planning)
    {
        await using var connection = await Rig.DataSource.OpenConnectionAsync();
        await Run($"set plan_cache_mode = {planning}", connection);
        await Run($"prepare take (timestamptz, int, uuid, interval, text[]) as {OutboxLeases.TakeText}", connection);
        await using var explain = new NpgsqlCommand(
            "explain (analyze, buffers, format json) execute take ('2027-03-01 12:00Z', 20, gen_random_uuid(), '30 s', '{step}')", connection);
        return (string)(await explain.ExecuteScalarAsync())!;
    }

    static int PagesOf(string plan)
    {
        var root = JsonDocument.Parse(plan).RootElement[0].GetProperty("Plan");
        return root.GetProperty("Shared Hit Blocks").GetInt32() + root.GetProperty("Shared Read Blocks").GetInt32();
    }

    async Task Run(string sql)
    {
        await using var connection = await Rig.DataSource.OpenConnectionAsync();
        await Run(sql, connection);
    }

    static async Task Run(string sql, NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }
}
