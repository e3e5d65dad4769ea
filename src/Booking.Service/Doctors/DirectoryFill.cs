using System.Text.Json;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Doctors;

/// <summary>Computes what the directory is searched by for doctors from before it was kept. Done once; a repeat finds nothing to do.</summary>
public static class DirectoryFill
{
    const int Batch = 200;

    public static async Task Run(NpgsqlDataSource dataSource, CancellationToken ct)
    {
        while (await Unfilled(dataSource, ct) is { Count: > 0 } doctors)
        {
            await using var batch = dataSource.CreateBatch();
            doctors.ForEach(doctor => DoctorTables.Fill(doctor, batch));
            await batch.ExecuteNonQueryAsync(ct);
        }
    }

    static async Task<List<DoctorState>> Unfilled(NpgsqlDataSource dataSource, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("select body from doctors where item is null order by id limit $1").With(Pg.Int(Batch));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<DoctorState> doctors = [];
        while (await row.ReadAsync(ct))
        {
            doctors.Add(JsonSerializer.Deserialize(row.GetUtf8(0), EventJson.Default.DoctorState)!);
        }

        return doctors;
    }
}
