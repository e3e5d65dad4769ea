using System.Text.Json;
using Booking.Testing;
using Xunit;

namespace Booking.Service.Tests.Cli;

/// <summary>Messages that were given up, at the command line.</summary>
public sealed class DeadLetterCommandTests
{
    const string Ids = "'00000000-0000-4000-8000-' || lpad(n::text, 12, '0')";

    [Fact]
    public async Task Dead_letters_are_grouped_by_what_they_died_of_and_dealt_with_by_id_group_or_all()
    {
        await using var database = await Dying();

        var groups = (await database.Run("dead-letters", "--json")).Output.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var known = await database.Run("dead-letters", "show", "00000000-0000-4000-8000-000000000001");
        var unknown = await database.Run("dead-letters", "show", "00000000-0000-4000-8000-000000009999");
        var one = await database.Run("dead-letters", "replay", "00000000-0000-4000-8000-000000000001");
        var again = await database.Run("dead-letters", "replay", "00000000-0000-4000-8000-000000000001");
        var dry = await database.Run("dead-letters", "discard", "--all", "--dry-run");
        var unasked = await database.Run("dead-letters", "discard", "--all");
        var group = await database.Run("dead-letters", "replay", "--fingerprint", groups[0].GetProperty("fingerprint").GetString()!, "--yes");
        var left = await database.Scalar<long>("select count(*) from outbox where dead_at is not null");
        var rest = await database.Run("dead-letters", "discard", "--type", "notify_party", "--yes");

        // The ids and numbers in the errors of a group differ, and do not part it.
        Assert.Equal([(600, "No visit <id> in attempt #", "notify_party"), (3, "Mailbox full", "notify_party")], groups.Select(g =>
            ((int)g.GetProperty("count").GetInt64(), g.GetProperty("error").GetString()!, g.GetProperty("type").GetString()!)));
        Assert.Contains("\uFFFD[2Jat its place", known.Output);
        Assert.Equal((1, "There is no dead letter 00000000-0000-4000-8000-000000009999."), (unknown.Code, Assert.Single(unknown.Error)));
        Assert.Equal((0, 1), (one.Code, again.Code));
        Assert.Equal((0, "602 messages would be meant (delete for good); nothing was changed."), (dry.Code, Assert.Single(dry.Output)));
        Assert.Equal(1, unasked.Code);
        Assert.Contains("--yes", Assert.Single(unasked.Error), StringComparison.Ordinal);
        Assert.Equal((0, "599 messages: deliver again, done."), (group.Code, Assert.Single(group.Output)));
        Assert.Equal(3, left);
        Assert.Equal((0, "3 messages: delete for good, done."), (rest.Code, Assert.Single(rest.Output)));
        Assert.Equal(600, await database.Scalar<long>("select count(*) from outbox where dead_at is null and attempts = 0 and type = 'notify_party'"));
        Assert.Equal(3, await database.Scalar<long>("select count(*) from operator_changes where change like 'dead-letters.%'"));
    }

    [Theory]
    [InlineData("dead-letters", "discard")]
    [InlineData("dead-letters", "discard", "--all", "--type", "notify_party")]
    [InlineData("dead-letters", "replay", "no-id")]
    [InlineData("dead-letters", "bury")]
    public async Task Nothing_is_touched_unless_it_is_said_what(params string[] arguments) => Assert.Equal(2, (await ProgramRun.Start(arguments)).Code);

    [Fact]
    public async Task The_outbox_tells_what_waits_by_type()
    {
        await using var database = await Dying();
        await database.Sql("update outbox set dead_at = null where error like 'Mailbox%'");

        var run = await database.Run("outbox", "--json");

        var outbox = JsonDocument.Parse(Assert.Single(run.Output)).RootElement;
        var type = Assert.Single(outbox.GetProperty("types").EnumerateArray(), t => t.GetProperty("type").GetString() == "notify_party");
        Assert.Equal((0, 600, 3, 3, 0), (run.Code, outbox.GetProperty("dead").GetInt32(), type.GetProperty("waiting").GetInt32(), type.GetProperty("due").GetInt32(), type.GetProperty("leased").GetInt32()));
        Assert.True(type.GetProperty("oldestSeconds").GetInt64() > 0);
    }

    /// <summary>600 messages that died of one thing, and 3 of another.</summary>
    static async Task<TestDatabase> Dying()
    {
        var database = await ServiceFixture.NewDatabase();
        await database.Sql($"""
            insert into outbox (id, parks, type, body, deliver_at, attempts, dead_at, error, correlation_id, actor, actor_role, created_at)
            select ({Ids})::uuid, false, 'notify_party', '{"{}"}', now() - interval '1 hour', 10, now(),
                   case when n > 600 then 'Mailbox full' else 'No visit ' || ({Ids}) || ' in attempt ' || n || E'\n\u001b[2Jat its place' end, 'trace', 'system', 'system', now()
              from generate_series(1, 603) n
            """);
        return database;
    }
}
