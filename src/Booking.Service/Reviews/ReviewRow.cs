using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Patients;
using NodaTime;
using Npgsql;

namespace Booking.Service.Reviews;

/// <summary>
/// A review with its comment opened. Each row comes together with its patient's key, so that what is opened is as fresh as the row: of a
/// patient who was erased there is no comment, whatever a node still has in memory.
/// </summary>
public sealed record ReviewRow(ReviewAnswer Answer, PatientId Patient, LocalDate Visited, long Version)
{
    const string Select = """
        select r.id, r.appointment_id, r.doctor_id, r.rating, r.comment, r.status, r.written_at, r.patient_id, r.visited, r.version, k.wrapped
          from reviews r left join patient_keys k on k.patient_id = r.patient_id
        """;

    /// <summary>The command for rows of <c>reviews r</c>.</summary>
    /// <param name="where">From <c>where</c> on.</param>
    public static NpgsqlCommand Command(NpgsqlDataSource dataSource, string where, params ReadOnlySpan<NpgsqlParameter> parameters) =>
        dataSource.CreateCommand($"{Select} {where}").With(parameters);

    public static async Task<List<ReviewRow>> Read(NpgsqlCommand command, PatientKeys keys, CancellationToken ct)
    {
        await using (command)
        {
            await using var row = await command.ExecuteReaderAsync(ct);
            List<ReviewRow> rows = [];
            while (await row.ReadAsync(ct))
            {
                rows.Add(Of(row, keys));
            }

            return rows;
        }
    }

    static ReviewRow Of(NpgsqlDataReader row, PatientKeys keys)
    {
        var patient = new PatientId(row.GetGuid(7));
        var comment = row.IsDBNull(4) || row.IsDBNull(10) ? null : keys.Unwrap(patient, row.GetUtf8(10)).Open(row.GetUtf8(4), Fields.ReviewComment);
        var answer = new ReviewAnswer(
            row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), row.GetInt32(3), comment, Wire.Parse<ReviewStatus>(row.GetString(5)), row.GetInstant(6));
        return new(answer, patient, row.GetDate(8), row.GetInt64(9));
    }
}

static class ReviewRows
{
    /// <returns>Null when there is no such review.</returns>
    public static async Task<ReviewRow?> FindReview(this NpgsqlDataSource dataSource, StreamId id, PatientKeys keys, CancellationToken ct) =>
        (await ReviewRow.Read(ReviewRow.Command(dataSource, "where r.id = $1", Pg.Uuid(id)), keys, ct)).SingleOrDefault();
}
