using Booking.EventStore.Outbox;
using Xunit;

namespace Booking.EventStore.Tests.Outbox;

/// <summary>A database that goes away between a handler's end and the record of it.</summary>
public sealed class UnrecordedOutcomeTests : OutboxTests
{
    // A sequence keeps its place when what counted on it is rolled back.
    const string Away = """
        create table away as select true as it_is;
        create sequence tries;
        create function refuse() returns trigger language plpgsql as $$ begin
            perform nextval('tries');
            if (select it_is from away) then raise exception 'no room' using errcode = '53100'; end if;
            return new;
        end $$;
        create trigger refuse before update on outbox for each row when (new.sent_at is not null) execute function refuse();
        select 0
        """;

    [Fact]
    public async Task What_was_done_while_the_database_went_away_for_longer_than_its_lease_is_not_done_again_and_counts_once()
    {
        _ = await Rig.Ask<int>(Away);
        await Rig.Send(Ann, 1);
        var done = new Deliveries();
        await using (var node = await Rig.Start(done.Handle, new() { Poll = TimeSpan.FromMilliseconds(50) }))
        {
            await done.Reached();
            await Tries(1);
            await Rig.Ask<int>("with late as (update outbox set leased_until = clock_timestamp() - interval '1 s' returning 1) select 0");
            await Tries(6);
            await Rig.Ask<int>("with back as (update away set it_is = false returning 1) select 0");
            await Until("select exists (select from outbox where sent_at is not null)");
        }

        Assert.Single(done.All);
        Assert.Equal(1, await Rig.Ask<int>("select attempts from outbox"));
    }

    [Fact]
    public async Task A_node_that_stops_while_the_database_is_away_gives_up_after_a_few_tries()
    {
        _ = await Rig.Ask<int>(Away);
        await Rig.Send(Ann, 1);
        var done = new Deliveries();
        await using var node = await Rig.Start(done.Handle, new() { ShutdownBudget = TimeSpan.Zero });
        await Tries(1);

        await node.Stop().WaitAsync(OutboxRig.Patience);

        Assert.Equal(0L, await Rig.Ask<long>("select count(*) from outbox where sent_at is not null"));
    }

    [Fact]
    public async Task A_message_whose_row_is_locked_does_not_keep_the_others()
    {
        _ = await Rig.Ask<int>($"""
            create sequence tries;
            create function refuse() returns trigger language plpgsql as $$ begin perform nextval('tries'); raise exception 'locked' using errcode = '55P03'; end $$;
            create trigger refuse before update on outbox for each row when (new.sent_at is not null and new.order_key = '{Ann}') execute function refuse();
            select 0
            """);
        await Rig.Send(Ann, 1);
        var done = new Deliveries(2);
        await using var node = await Rig.Start(done.Handle, new() { ShutdownBudget = TimeSpan.Zero });
        await Tries(1);

        await Rig.Send(null, 2);

        await done.Reached();
        Assert.Equal([1, 2], done.Numbers);
    }

    [Fact]
    public async Task After_an_outage_that_may_have_outlasted_a_lease_the_others_are_given_time_to_record_what_they_did()
    {
        _ = await Rig.Ask<int>("""
            create sequence tries;
            create function refuse() returns trigger language plpgsql as $$ begin perform nextval('tries'); raise exception 'no room' using errcode = '53100'; end $$;
            create trigger refuse before update on outbox for each statement execute function refuse();
            select 0
            """);
        await Rig.Send(Ann, 1);
        var (done, asked, given) = (new Deliveries(), new TaskCompletionSource<TimeSpan>(), new TaskCompletionSource());
        OutboxOptions options = new() { HandlerTimeout = TimeSpan.FromMinutes(1), Lease = TimeSpan.FromMinutes(1) + OutboxOptions.Grace + TimeSpan.FromTicks(1) };
        await using var node = await Rig.Start(done.Handle, options, pause: (wait, _) => { asked.TrySetResult(wait); return given.Task; });
        await Tries(2);

        await Rig.Ask<int>("alter table outbox disable trigger refuse; select 0");

        Assert.True(await asked.Task.WaitAsync(OutboxRig.Patience) > Outage.Longest);
        Assert.Equal(0, await Rig.Ask<int>("select attempts from outbox"));
        given.SetResult();
        await done.Reached();
    }

    Task Tries(int atLeast) => Until($"select is_called and last_value >= {atLeast} from tries");

    async Task Until(string holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await Rig.Ask<bool>(holds))
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }
}
