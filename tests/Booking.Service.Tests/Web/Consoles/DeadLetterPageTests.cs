using System.Net;
using Booking.EventStore;
using Xunit;

namespace Booking.Service.Tests.Web.Consoles;

/// <summary>Letters that died of one thing are dealt with together: those that somebody has seen, and no other.</summary>
public sealed class DeadLetterPageTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task A_stale_page_deletes_what_it_showed_and_nothing_that_died_since()
    {
        var page = await Planted("Gone for good", 2);
        await Plant("Gone for good");
        await Plant("Gone for good");

        var list = await page.Press("Delete for good (2)", ("sure", "true"));

        Assert.Equal("2 messages were deleted for good.", list.Of("[role=status]"));
        Assert.Equal(2, await Count("Gone for good"));
    }

    [Fact]
    public async Task A_stale_page_delivers_again_what_it_showed_and_nothing_that_died_since()
    {
        var page = await Planted("Out of reach", 2);
        await Plant("Out of reach");

        Assert.Equal("2 messages are delivered again.", (await page.Press("Deliver again (2)")).Of("[role=status]"));
        Assert.Equal(1, await Count("Out of reach"));
    }

    [Fact]
    public async Task Nothing_is_deleted_by_one_press_alone()
    {
        var page = await Planted("Still needed", 1);

        var refused = await page.Press("Delete for good (1)");

        Assert.Equal((HttpStatusCode.BadRequest, "true"), (refused.Status, refused.Find("#sure").GetAttribute("aria-invalid")));
        Assert.StartsWith("Tick that you are sure", refused.Of("#summary a"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await page.Press("Delete for good (1)", ("sure", "true"), ("upTo", ""))).Status);
        Assert.Equal(1, await Count("Still needed"));
    }

    [Fact]
    public async Task Whoever_comes_second_is_told_that_somebody_was_there_before()
    {
        var page = await Planted("Dealt with", 1);
        await page.Press("Delete for good (1)", ("sure", "true"));

        Assert.Equal("Somebody has dealt with these already.", (await page.Press("Deliver again (1)")).Of("[role=status]"));
        Assert.Equal("Somebody has dealt with these already.", (await page.Browser.Open(page.Address.AbsolutePath)).Of("[role=status]"));
    }

    [Fact]
    public async Task A_bound_that_is_no_instant_is_refused_and_without_one_all_is_meant()
    {
        var page = await Planted("By a program", 2);
        var fingerprint = page.Address.Segments[^1];
        using var answer = await service.Ops().Http.DeleteAsync(new Uri($"/ops/dead-letters/groups/{fingerprint}?upTo=yesterday", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(2, (await service.Ops().DiscardDeadLetters(fingerprint)).Value.Messages);
    }

    async Task<Page> Planted(string error, int letters)
    {
        for (var i = 0; i < letters; i++)
            await Plant(error);
        var group = (await service.Ops().DeadLetterGroups()).Value.Items.Single(group => group.Error == error);
        return await Browser.Ops(service).Open($"/console/dead-letters/{group.Fingerprint}");
    }

    Task<long> Count(string error) => Invariants.Count(service, "select count(*) from outbox where dead_at is not null and error = $1", Pg.Text(error));

    /// <summary>Of a type that no worker of this version takes, so that it stays where it is put.</summary>
    async Task Plant(string error)
    {
        await using var command = service.Database.DataSource.CreateCommand("""
            insert into outbox (id, parks, type, body, deliver_at, attempts, dead_at, error, correlation_id, actor, actor_role, created_at)
            values (gen_random_uuid(), true, 'of_another_version', '{"number":7}', now(), 10, now(), $1, repeat('a', 32), 'system', 'system', now())
            """).With(Pg.Text(error));
        await command.ExecuteNonQueryAsync();
    }
}
