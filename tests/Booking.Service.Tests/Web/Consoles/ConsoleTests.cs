using System.Net;
using Booking.EventStore;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Booking.Service.Tests.Web.Consoles;

/// <summary>What ops see and do in the browser.</summary>
public sealed class ConsoleTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Theory]
    [InlineData("patient")]
    [InlineData("doctor")]
    [InlineData("frontdesk")]
    public async Task Nobody_but_ops_opens_a_panel(string role)
    {
        using var browser = Browser.As(service, role, doctor: role == "doctor" ? Guid.NewGuid() : null);
        foreach (var address in Addresses())
            Assert.Equal((address, HttpStatusCode.Forbidden), (address, (await browser.Open(address)).Status));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    [InlineData("ur")]
    public async Task Each_panel_opens_in_each_language(string language)
    {
        using var browser = Browser.Ops(service).Reading(language);
        foreach (var address in Addresses())
        {
            var page = await browser.Open(address);
            Assert.Equal((address, HttpStatusCode.OK), (address, page.Status));
            Assert.DoesNotContain("console.", page.Document.Body!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_projection_is_made_anew_by_a_press_and_what_it_replaced_is_dropped_by_another()
    {
        using var browser = Browser.Ops(service);
        var page = await (await browser.Open("/console/projections")).Press("Rebuild reviews");
        Assert.Equal("/console/projections", page.Address.AbsolutePath);

        await Waiting.Until(async () => (page = await browser.Open("/console/projections")).Of("#projection-reviews").Contains("done", StringComparison.Ordinal), "the rebuild to end");

        Assert.Contains("All rows were equal", page.Of("#projection-reviews"), StringComparison.Ordinal);
        // A second press of the stale page's "cancel" would drop nothing; "drop" does, and only once.
        var dropped = await page.Press("Drop what was replaced reviews");
        Assert.DoesNotContain("Drop", dropped.Of("#projection-reviews"), StringComparison.Ordinal);
        var audit = (await browser.Open("/console/audit")).AllOf("tbody tr");
        Assert.All((string[])["projections.rebuild", "projections.drop"], change => Assert.Single(audit, row => row.Contains(change, StringComparison.Ordinal) && row.Contains("reviews", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Letters_that_died_of_one_thing_are_looked_at_and_delivered_again_together()
    {
        for (var i = 0; i < 3; i++)
            await PlantDeadLetter($"No answer <script>alert({i})</script> from {Guid.NewGuid()}");
        using var browser = Browser.Ops(service);
        var list = await browser.Open("/console/dead-letters");
        Assert.Contains("No answer <script>alert(#)</script> from <id>", list.Text, StringComparison.Ordinal);

        var group = await browser.Open(list.Find("tbody a").GetAttribute("href")!);
        Assert.Equal(3, group.Document.QuerySelectorAll("tbody tr").Length);
        Assert.Equal("3 messages are delivered again.", (await group.Press("Deliver again (3)")).Of("[role=status]"));
        Assert.Equal("Somebody has dealt with these already.", (await group.Press("Delete for good (3)", ("sure", "true"))).Of("[role=status]"));

        Assert.Equal("/console/dead-letters", (await browser.Open(group.Address.AbsolutePath)).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_matter_of_money_is_not_resolved_without_a_word()
    {
        await using var plant = service.Database.DataSource.CreateCommand(
            "insert into anomalies (payment_id, number, kind, detail, found_at) values (gen_random_uuid(), 1, 'refund_unresolved', 'It has been on its way', now())");
        await plant.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        using var browser = Browser.Ops(service);
        var form = await browser.Open((await browser.Open("/console/payments")).Find("td a[href*=anomalies]").GetAttribute("href")!);

        var refused = await form.Press("Resolve", ("wentBack", "yes"));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.StartsWith("Error: ", refused.Title, StringComparison.Ordinal);
        Assert.NotEqual("", refused.Of("#note-error"));
        Assert.Equal("yes", refused.Find("#wentBack option[selected]").GetAttribute("value"));
    }

    [Fact]
    public async Task A_kept_anchor_is_compared_and_one_that_was_altered_is_told_so()
    {
        using var browser = Browser.Ops(service);
        var taken = await (await browser.Open("/console/audit")).Press("Take or compare");
        var line = taken.Of(".notice pre");
        Assert.StartsWith("anchor at=", line, StringComparison.Ordinal);

        Assert.Contains("is what it was", (await taken.Press("Take or compare", ("kept", line))).Of("[role=status]"), StringComparison.Ordinal);
        var altered = await taken.Press("Take or compare", ("kept", line[..^64] + new string('0', 64)));
        Assert.Contains("NOT", altered.Of("[role=status]"), StringComparison.Ordinal);
        Assert.Contains("DIFFERS", altered.Of("tbody"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await taken.Press("Take or compare", ("kept", "<b>"))).Status);
    }

    [Fact]
    public async Task No_secret_stands_among_the_settings()
    {
        using var browser = Browser.Ops(service);
        var page = await browser.Open("/console/configuration");

        Assert.Contains("ConnectionStrings:Booking", page.Text, StringComparison.Ordinal);
        var secrets = service.Services.GetRequiredService<IConfiguration>().AsEnumerable()
            .Where(setting => setting.Value is { Length: > 5 } && (setting.Key.StartsWith("ConnectionStrings", StringComparison.Ordinal) || setting.Key.Contains("Key", StringComparison.Ordinal) || setting.Key.Contains("Token", StringComparison.Ordinal)));
        Assert.All(secrets, secret => Assert.DoesNotContain(secret.Value!, page.Text, StringComparison.Ordinal));
        Assert.DoesNotContain("PATH", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_invariants_are_checked_by_a_press_and_this_process_is_among_those_that_share_the_database()
    {
        using var browser = Browser.Ops(service);

        Assert.Contains("this one", (await browser.Open("/console/nodes")).Text, StringComparison.Ordinal);
        var checkedNow = await (await browser.Open("/console/verify")).Press("Check all invariants");
        Assert.NotEmpty(checkedNow.AllOf("tbody tr"));
        Assert.Contains("slot", checkedNow.Text, StringComparison.OrdinalIgnoreCase);
    }

    IEnumerable<string> Addresses() => service.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Contains("GET"))
        .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/'))
        .Where(address => address.StartsWith("/console", StringComparison.Ordinal) && !address.Contains('{')).Distinct(StringComparer.Ordinal);

    /// <summary>Of a type that no worker of this version takes, so that it stays where it is put.</summary>
    async Task PlantDeadLetter(string error)
    {
        await using var command = service.Database.DataSource.CreateCommand("""
            insert into outbox (id, parks, type, body, deliver_at, attempts, dead_at, error, correlation_id, actor, actor_role, created_at)
            values (gen_random_uuid(), true, 'of_another_version', '{"number":7}', now(), 10, now(), $1, repeat('a', 32), 'system', 'system', now())
            """).With(Pg.Text(error));
        await command.ExecuteNonQueryAsync();
    }
}
