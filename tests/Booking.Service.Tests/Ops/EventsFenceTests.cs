using Booking.Service.Hosting;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests.Ops;

/// <summary>Whoever reads the log while somebody writes for long.</summary>
public sealed class EventsFenceTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Many_who_wait_for_the_log_to_settle_take_no_connection_from_others()
    {
        var narrow = new NpgsqlConnectionStringBuilder(service.Database.ConnectionString) { MaxPoolSize = 12, Timeout = 60 };
        await using var node = ServiceFixture.StartOn(narrow.ConnectionString, Environments.Development);
        await using var writer = await service.Database.DataSource.OpenConnectionAsync();
        await using var transaction = await writer.BeginTransactionAsync();
        await using (var write = new NpgsqlCommand("select pg_current_xact_id()", writer, transaction))
            await write.ExecuteNonQueryAsync();
        var ops = node.As(Roles.Ops);

        var waiting = Enumerable.Range(0, 24).Select(_ => ops.Events()).ToList();
        var projections = await ops.Projections();
        var waits = waiting.TrueForAll(answer => !answer.IsCompleted);
        await transaction.RollbackAsync();

        Assert.NotEmpty(projections.Value.Items);
        Assert.True(waits);
        Assert.All(await Task.WhenAll(waiting), answer => Assert.NotEmpty(answer.Value.Items));
    }
}
