using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests.Hosting;

public sealed class HealthTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task With_a_database_the_service_is_ready() =>
        Assert.Equal(HttpStatusCode.OK, (await service.Http().GetAsync("/health/ready")).StatusCode);

    [Fact]
    public async Task Without_its_database_it_lives_is_not_ready_and_answers_503_with_a_time_to_come_back()
    {
        await using var database = await ServiceFixture.NewDatabase();
        await using var host = service.Start(Environments.Development, ("ConnectionStrings:Booking", database.ConnectionString));
        var http = host.Client();
        var name = new NpgsqlConnectionStringBuilder(database.ConnectionString).Database;
        await Say($"alter database {name} allow_connections false");
        await Say($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");

        var answer = await http.PostJson("/api/accounts/login", """{"email":"patient@demo.test","password":"any"}""");

        await answer.Problem(503, "unavailable");
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
    }

    [Fact]
    public async Task From_the_moment_it_is_told_to_stop_it_is_not_ready()
    {
        await using var host = service.Start(Environments.Development, ("Shutdown:GraceSeconds", "5"));
        var http = host.Client();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready")).StatusCode);

        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        var answers = await Task.WhenAll(http.GetAsync("/health/ready"), http.GetAsync("/health/live"));

        Assert.Equal([HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK], answers.Select(answer => answer.StatusCode));
    }

    async Task Say(string sql)
    {
        await using var command = service.Database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
