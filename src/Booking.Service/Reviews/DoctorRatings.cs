using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Reviews;

/// <summary>Reads what one doctor's ratings add up to.</summary>
public static class DoctorRatings
{
    const string Query = "select average, count from doctor_ratings where doctor_id = $1";

    static readonly Rating Unrated = new(Average: null, Count: 0);

    public static async Task<Rating> RatingOf(this NpgsqlDataSource dataSource, DoctorId doctor, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Query).With(Pg.Uuid(doctor.Value));
        await using var row = await command.ExecuteReaderAsync(ct);
        return await Read(row, ct);
    }

    /// <summary>The same in the round trip of a command.</summary>
    public static Loaded<Rating> LoadRating(this Unit unit, DoctorId doctor) => unit.Load(batch => batch.Add(Query, Pg.Uuid(doctor.Value)), Read);

    static async ValueTask<Rating> Read(NpgsqlDataReader row, CancellationToken ct) =>
        await row.ReadAsync(ct) ? new(row.IsDBNull(0) ? null : row.GetDecimal(0), row.GetInt32(1)) : Unrated;
}
