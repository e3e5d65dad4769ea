using Booking.EventStore;
using Booking.Service.Ops;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests;

/// <summary>What must hold in the whole database, whatever a test did to it.</summary>
static class Invariants
{
    public static async Task Check(ServiceFixture service)
    {
        var answer = await service.Node.Services.GetRequiredService<Verify>().Run(CancellationToken.None);

        Assert.NotEmpty(answer.Invariants);
        Assert.All(answer.Invariants, invariant => Assert.True(invariant.Violations == 0, $"{invariant.Name}: {string.Join("; ", invariant.Examples)}"));
    }

    public static async Task<string> Text(ServiceFixture service, string sql, Guid id)
    {
        await using var command = service.Database.DataSource.CreateCommand(sql).With(Pg.Uuid(id));
        return (string?)await command.ExecuteScalarAsync() ?? throw new InvalidOperationException($"{id} has no such text.");
    }

    public static async Task<long> Count(ServiceFixture service, string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = service.Database.DataSource.CreateCommand(sql).With(parameters);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
