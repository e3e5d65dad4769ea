using System.Security.Cryptography;
using Booking.EventStore;
using Booking.Service.Gateways;
using Booking.Testing;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests.Hosting;

/// <summary>The rows of one table, sealed anew.</summary>
public sealed class KeyRotationTests
{
    static readonly string Old = "old:" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    static readonly string New = "new:" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_written_while_it_was_sealed_anew_is_not_written_over()
    {
        await using var database = await ServiceFixture.NewDatabase();
        await Rows(database, 3, Old);
        var rotation = new KeyRotation(database.DataSource, MasterKeys.Parse($"{New},{Old}"));
        // The first binding that is asked for is a moment after the row was read: somebody replaces the secrets then.
        var replaced = false;
        var sealedRows = GatewaySecrets.Sealed with
        {
            Bound = key =>
            {
                if (!replaced && (replaced = true))
                    Write(database, new(Guid.Parse(key)), new GatewaySecrets("a new one").Seal(MasterKeys.Parse(Old), new(Guid.Parse(key)))).GetAwaiter().GetResult();
                return GatewaySecrets.Sealed.Bound(key);
            },
        };

        var count = await rotation.Run(sealedRows, Ct);

        Assert.Equal((3, 0), (count.Resealed, count.Failed.Count));
        Assert.Equal(["a new one", "secret", "secret"], (await Open(database, MasterKeys.Parse(New))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task More_rows_than_a_batch_are_sealed_anew()
    {
        await using var database = await ServiceFixture.NewDatabase();
        await Rows(database, 1_203, Old);

        var count = await new KeyRotation(database.DataSource, MasterKeys.Parse($"{New},{Old}")).Run(GatewaySecrets.Sealed, Ct);

        Assert.Equal((1_203, 0), (count.Resealed, count.Failed.Count));
        Assert.Equal(1_203, (await Open(database, MasterKeys.Parse(New))).Count);
    }

    internal static async Task Rows(TestDatabase database, int count, string masterKey)
    {
        var keys = MasterKeys.Parse(masterKey);
        for (var i = 0; i < count; i++)
        {
            var id = new GatewayAccountId(Guid.NewGuid());
            await Write(database, id, new GatewaySecrets("secret").Seal(keys, id));
        }
    }

    internal static async Task Write(TestDatabase database, GatewayAccountId id, byte[] envelope)
    {
        await using var command = database.DataSource.CreateCommand("""
            insert into gateway_secrets (account_id, sealed, updated_at) values ($1, $2, now())
            on conflict (account_id) do update set sealed = excluded.sealed
            """).With(Pg.Uuid(id.Value), Pg.Bytes(envelope));
        await command.ExecuteNonQueryAsync(Ct);
    }

    static async Task<List<string>> Open(TestDatabase database, MasterKeys keys)
    {
        await using var command = database.DataSource.CreateCommand("select account_id, sealed from gateway_secrets");
        await using var row = await command.ExecuteReaderAsync(Ct);
        List<string> opened = [];
        while (await row.ReadAsync(Ct))
            opened.Add(GatewaySecrets.Open(keys, new(row.GetGuid(0)), row.GetUtf8(1)).Key!);
        return opened;
    }
}
