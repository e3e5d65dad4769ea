using System.Net;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Accounts;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests.Ops;

public sealed class OpsEndpointTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Projections_are_shown_while_somebody_writes_for_long()
    {
        await using var writer = await service.Database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await writer.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var write = new NpgsqlCommand("select pg_current_xact_id()", writer);
        await write.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        Assert.NotEmpty((await service.Ops().Projections().WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)).Value.Items);
    }

    [Fact]
    public async Task Every_projection_is_live_and_level_with_the_log()
    {
        var ops = await service.SignedIn(DemoAccounts.OpsEmail);

        var projections = (await ops.Projections()).Value.Items;

        Assert.Contains(projections, projection => projection.Name == "appointments");
        Assert.All(projections, projection => Assert.Equal((0L, "live"), (projection.Lag, projection.State)));
        Assert.All(projections, projection => Assert.True(projection.Position > 0 && projection.Position == projection.HighWaterMark));
    }

    [Fact]
    public async Task The_log_is_walked_by_cursor_and_by_sequence_and_misses_nothing()
    {
        var ops = await service.SignedIn(DemoAccounts.OpsEmail);
        var all = await Numbers("select seq_id from mt_events order by seq_id");

        List<long> walked = [];
        for (var (page, more) = ((await ops.Events(limit: 50)).Value, true); more; more = page.Next is not null, page = more ? await Next(ops, page.Next!) : page)
        {
            walked.AddRange(page.Items.Select(item => item.Sequence));
        }

        Assert.Equal(all, walked);
        Assert.Equal(all[1..3], (await ops.Events(after: all[0], limit: 2)).Value.Items.Select(item => item.Sequence));
        Assert.Empty((await ops.Events(after: all[^1])).Value.Items);
    }

    [Fact]
    public async Task A_stream_is_read_with_who_and_why()
    {
        var ops = await service.SignedIn(DemoAccounts.OpsEmail);

        var first = (await ops.Stream(DemoAccounts.Doctor.Value, new(Limit: 2))).Value;
        var rest = (await ops.Stream(DemoAccounts.Doctor.Value, new(Limit: 2, Cursor: first.Next))).Value;

        Assert.Equal(("doctor", 3L), (first.Type, first.Version));
        Assert.Equal([1L, 2L, 3L], first.Items.Concat(rest.Items).Select(item => item.Version));
        Assert.Null(rest.Next);
        var registered = first.Items[0];
        Assert.Equal(("doctor_registered", "system", 32), (registered.Type, registered.Actor, registered.CorrelationId?.Length));
        Assert.True(registered.Data.TryGetProperty("profile", out _));
    }

    [Fact]
    public async Task A_stream_that_is_not_there_is_not_found() =>
        Assert.Equal(HttpStatusCode.NotFound, (await (await service.SignedIn(DemoAccounts.OpsEmail)).Stream(Guid.NewGuid())).Status);

    [Fact]
    public async Task The_outbox_shows_what_waits_page_by_page()
    {
        var ops = await service.SignedIn(DemoAccounts.OpsEmail);
        var waiting = await Numbers("select position from outbox where sent_at is null and dead_at is null");

        List<OutboxItem> walked = [];
        string? cursor = null;
        do
        {
            var page = (await ops.Outbox(new(Limit: 7, Cursor: cursor))).Value;
            Assert.InRange(page.Items.Count, 1, 7);
            walked.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(waiting.Count, walked.Select(item => item.Id).Distinct().Count());
        Assert.Contains(walked, item => item.Type == "extend_horizon");
    }

    [Fact]
    public async Task A_dead_letter_is_read_and_delivered_again()
    {
        var ops = await service.SignedIn(DemoAccounts.OpsEmail);
        var id = await PlantDeadLetter();

        var listed = Assert.Single((await ops.DeadLetters()).Value.Items, letter => letter.Id == id);
        var replayed = await ops.ReplayDeadLetter(id);
        var repeated = await ops.ReplayDeadLetter(id);

        Assert.Equal(("of_another_version", 10, "InvalidOperationException: no", "7"), (listed.Type, listed.Attempts, listed.Error, listed.Body.GetProperty("number").ToString()));
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (replayed.Status, repeated.Status));
        Assert.DoesNotContain((await ops.DeadLetters()).Value.Items, letter => letter.Id == id);
        Assert.Contains((await ops.Outbox(new(Limit: 100))).Value.Items, item => item.Id == id && item.Attempts == 0);
    }

    [Fact]
    public async Task A_dead_letter_is_discarded_once()
    {
        var ops = await service.SignedIn(DemoAccounts.OpsEmail);
        var id = await PlantDeadLetter();

        Assert.Equal(HttpStatusCode.NoContent, (await ops.DiscardDeadLetter(id)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ops.DiscardDeadLetter(id)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ops.ReplayDeadLetter(id)).Status);
        Assert.Empty(await Numbers($"select position from outbox where id = '{id}'"));
    }

    [Fact]
    public async Task A_message_that_is_no_dead_letter_is_not_discarded()
    {
        var ops = await service.SignedIn(DemoAccounts.OpsEmail);
        var waiting = (await ops.Outbox(new(Limit: 1))).Value.Items[0].Id;

        Assert.Equal(HttpStatusCode.NotFound, (await ops.DiscardDeadLetter(waiting)).Status);
        Assert.Single(await Numbers($"select position from outbox where id = '{waiting}'"));
    }

    [Theory]
    [InlineData("/ops/events?limit=101", "limit")]
    [InlineData("/ops/events?after=-1", "after")]
    [InlineData("/ops/events?after=x", "after")]
    [InlineData("/ops/outbox?cursor=nonsense", "cursor")]
    [InlineData("/ops/dead-letters?limit=0", "limit")]
    [InlineData("/ops/streams/00000000-0000-4000-8000-0000000000d1?cursor=!", "cursor")]
    public async Task A_page_that_cannot_be_is_refused_by_the_name_of_its_field(string path, string field)
    {
        var ops = await service.SignedIn(DemoAccounts.OpsEmail);

        Assert.Equal([field], (await (await ops.Http.GetAsync(path)).Problem(400, "invalid")).Errors!.Keys);
    }

    [Theory]
    [InlineData("GET", "/ops/projections")]
    [InlineData("GET", "/ops/outbox")]
    [InlineData("GET", "/ops/dead-letters")]
    [InlineData("POST", "/ops/dead-letters/00000000-0000-4000-8000-0000000000d1/replay")]
    [InlineData("DELETE", "/ops/dead-letters/00000000-0000-4000-8000-0000000000d1")]
    [InlineData("GET", "/ops/streams/00000000-0000-4000-8000-0000000000d1")]
    [InlineData("GET", "/ops/events")]
    public async Task Nobody_but_ops_gets_in(string method, string path)
    {
        foreach (var email in (string?[])[null, DemoAccounts.PatientEmail, DemoAccounts.DoctorEmail, DemoAccounts.FrontDeskEmail])
        {
            var client = email is null ? service.Anonymous() : await service.SignedIn(email);
            using var request = new HttpRequestMessage(new(method), path);

            Assert.Equal(email is null ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden, (await client.Http.SendAsync(request)).StatusCode);
        }
    }

    static async Task<Page<EventItem>> Next(BookingClient ops, string cursor)
    {
        var text = await ops.Http.GetStringAsync($"/ops/events?limit=50&cursor={cursor}");
        return System.Text.Json.JsonSerializer.Deserialize<Page<EventItem>>(text, ContractsJson.Options)!;
    }

    /// <summary>Of a type that no worker of this version takes, so that it stays where it is put.</summary>
    async Task<Guid> PlantDeadLetter()
    {
        var id = Guid.NewGuid();
        await using var command = service.Database.DataSource.CreateCommand("""
            insert into outbox (id, parks, type, body, deliver_at, attempts, dead_at, error, correlation_id, actor, actor_role, created_at)
            values ($1, true, 'of_another_version', '{"number":7}', now(), 10, now(), 'InvalidOperationException: no', repeat('a', 32), 'system', 'system', now())
            """).With(Pg.Uuid(id));
        await command.ExecuteNonQueryAsync();
        return id;
    }

    async Task<List<long>> Numbers(string sql)
    {
        await using var command = service.Database.DataSource.CreateCommand(sql);
        await using var row = await command.ExecuteReaderAsync();
        List<long> numbers = [];
        while (await row.ReadAsync())
        {
            numbers.Add(row.GetInt64(0));
        }

        return numbers;
    }
}
