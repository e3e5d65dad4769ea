using System.Net;
using Booking.Service.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests.Nodes;

public sealed class PoolTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Who_finds_no_free_connection_is_soon_told_when_to_come_back_and_served_then()
    {
        var clinic = await Clinic.Open(service);
        await using var database = NpgsqlDataSource.Create(service.Database.ConnectionString);
        await using var node = service.Start(Environments.Development, ("ConnectionStrings:Booking", $"{service.Database.ConnectionString};Maximum Pool Size=10;Timeout=1"));
        using var http = node.Client();
        var path = new Uri($"/api/doctors/{clinic.Doctor}", UriKind.Relative);
        HttpResponseMessage[] answers;
        await using (var holder = await database.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await using var locked = new NpgsqlCommand("begin; lock table doctors in access exclusive mode", holder);
            await locked.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            var asked = Enumerable.Range(0, 24).Select(_ => http.GetAsync(path)).ToArray();
            // Those without a connection are answered while the others still wait for the table.
            await Waiting.Until(() => Task.FromResult(asked.Count(answer => answer.IsCompleted) >= 10), "answers");
            await using var given = new NpgsqlCommand("rollback", holder);
            await given.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            answers = await Task.WhenAll(asked);
        }

        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, answer.StatusCode.ToString()));
        Assert.Contains(answers, answer => answer is { StatusCode: HttpStatusCode.ServiceUnavailable, Headers.RetryAfter: not null });
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(path)).StatusCode);
    }

    [Theory]
    [InlineData("Host=db", 8)]
    [InlineData("Host=db;Timeout=9", 9)]
    public void A_connection_is_waited_for_eight_seconds_unless_said_otherwise(string configured, int seconds)
    {
        var settings = new NpgsqlConnectionStringBuilder(Database.ConnectionString(With("ConnectionStrings:Booking", configured)));

        Assert.Equal(seconds, settings.Timeout);
        Assert.Equal(2, settings.HostRecheckSeconds);
    }

    [Fact]
    public void A_session_s_locks_and_search_path_never_go_back_to_the_pool_with_it()
    {
        var settings = new NpgsqlConnectionStringBuilder(Database.ConnectionString(With("ConnectionStrings:Booking", "Host=db;No Reset On Close=true;Multiplexing=true")));

        Assert.Equal((false, false), (settings.NoResetOnClose, settings.Multiplexing));
    }

    [Theory]
    [InlineData(1, 92, null)]
    [InlineData(2, 46, null)]
    [InlineData(1, 93, 92)]
    [InlineData(3, 100, 30)]
    [InlineData(1_000, 100, 1)]
    public void All_nodes_pools_together_fit_the_server_or_a_pool_that_fits_is_named(int nodes, int pool, int? fits) =>
        Assert.Equal(fits, ConnectionBudget.Excess(nodes, pool, most: 92));

    [Theory]
    [InlineData("0")]
    [InlineData("many")]
    public void A_count_of_nodes_that_is_none_is_refused(string count) =>
        Assert.Throws<StartupRefusedException>(() => ConnectionBudget.NodesOf(With("Nodes:Count", count)));

    static IConfiguration With(string key, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
}
