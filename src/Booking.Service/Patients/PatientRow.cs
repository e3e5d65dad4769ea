using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Patients;

/// <summary>
/// Reads rows of <c>patients</c> each together with its key. So what is opened is as fresh as the row: an erased patient is not
/// among the rows, whatever a node still has in memory.
/// </summary>
static class PatientRow
{
    public const string FullName = "full-name", Email = "email", Phone = "phone";

    /// <summary>Stands where the name of an erased patient stood.</summary>
    public const string ErasedName = "erased";

    public const string Select = """
        select id, full_name, email, phone, time_zone, language, wrapped from patients join patient_keys on patient_id = id
        """;

    /// <param name="command">Begins with <see cref="Select"/>.</param>
    public static async Task<List<PatientItem>> Read(NpgsqlCommand command, PatientKeys keys, CancellationToken ct)
    {
        await using var row = await command.ExecuteReaderAsync(ct);
        List<PatientItem> patients = [];
        while (await row.ReadAsync(ct))
        {
            var key = keys.Unwrap(new(row.GetGuid(0)), row.GetUtf8(6));
            patients.Add(new(
                row.GetGuid(0), key.Open(row.GetUtf8(1), FullName)!, key.Open(row.GetUtf8(2), Email)!, key.Open(row.GetUtf8(3), Phone)!,
                row.GetString(4), row.GetString(5)));
        }

        return patients;
    }
}
