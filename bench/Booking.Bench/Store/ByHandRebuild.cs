using System.Text.Json;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Booking.Bench.Store;

/// <summary>
/// The limit of a rebuild: one ordered scan, every state in a dictionary, one binary copy, then the indexes. It keeps no progress, holds everything
/// in memory, and could not be used while anybody reads or writes.
/// </summary>
static class ByHandRebuild
{
    const string Columns =
        "id, doctor_id, patient_id, slot_id, hold_id, pay_by, starts_at, ends_at, status, payment_id, due, kept, currency, version, body, coupon_id, changes, changed_at";

    public static async Task Run(NpgsqlDataSource dataSource, EventTypes types, IReadOnlyList<string> indexes)
    {
        await Databases.Run(dataSource, "drop table if exists by_hand; create table by_hand (like appointments including defaults including constraints)");
        Dictionary<Guid, (AppointmentState State, long Version, DateTime At)> visits = [];
        await using (var connection = await dataSource.OpenConnectionAsync())
        {
            await Fold(connection, types, visits);
            await Copy(connection, visits);
        }

        foreach (var index in indexes)
        {
            await Databases.Run(dataSource, index);
        }

        await Databases.Run(dataSource, "analyze by_hand");
    }

    static async Task Fold(NpgsqlConnection connection, EventTypes types, Dictionary<Guid, (AppointmentState State, long Version, DateTime At)> visits)
    {
        await using var command = new NpgsqlCommand("select stream_id, version, type, data, timestamp from mt_events order by seq_id", connection) { CommandTimeout = 0 };
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            var id = row.GetGuid(0);
            var @event = (AppointmentEvent)types.Read(row.GetString(2), row.GetFieldValue<byte[]>(3));
            var before = visits.TryGetValue(id, out var known) ? known.State : Appointment.Category.Initial;
            visits[id] = (Appointment.Category.Evolve(before, @event), row.GetInt64(1), row.GetFieldValue<DateTime>(4));
        }
    }

    static async Task Copy(NpgsqlConnection connection, Dictionary<Guid, (AppointmentState State, long Version, DateTime At)> visits)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"copy by_hand ({Columns}) from stdin (format binary)");
        copy.Timeout = TimeSpan.FromMinutes(10);
        foreach (var (id, visit) in visits)
        {
            Write(copy, id, visit.State, visit.Version, visit.At);
        }

        await copy.CompleteAsync();
    }

    static void Write(NpgsqlBinaryImporter copy, Guid id, AppointmentState state, long version, DateTime at)
    {
        var visit = state.Visit;
        copy.StartRow();
        copy.Write(id, NpgsqlDbType.Uuid);
        copy.Write(visit.Doctor.Value, NpgsqlDbType.Uuid);
        copy.Write(visit.Patient.Value, NpgsqlDbType.Uuid);
        copy.Write(visit.Slot.Value, NpgsqlDbType.Uuid);
        copy.Write(visit.Hold.Value, NpgsqlDbType.Uuid);
        WriteAt(copy, state.PayBy);
        copy.Write(visit.Start.ToDateTimeUtc(), NpgsqlDbType.TimestampTz);
        copy.Write(visit.End.ToDateTimeUtc(), NpgsqlDbType.TimestampTz);
        copy.Write(JsonNamingPolicy.SnakeCaseLower.ConvertName(state.Status.ToString()), NpgsqlDbType.Text);
        copy.Write(visit.Payment!.Value.Value, NpgsqlDbType.Uuid);
        copy.Write(state.Due.Amount, NpgsqlDbType.Bigint);
        copy.Write(state.Kept!.Amount, NpgsqlDbType.Bigint);
        copy.Write(visit.Price.Currency, NpgsqlDbType.Text);
        copy.Write(version, NpgsqlDbType.Bigint);
        copy.Write(JsonSerializer.SerializeToUtf8Bytes(AppointmentBody.WithLink(state), ContractsJson.Options), NpgsqlDbType.Jsonb);
        copy.WriteNull();
        copy.Write(state.Changes, NpgsqlDbType.Integer);
        copy.Write(at, NpgsqlDbType.TimestampTz);
    }

    static void WriteAt(NpgsqlBinaryImporter copy, Instant? at)
    {
        if (at is { } instant)
        {
            copy.Write(instant.ToDateTimeUtc(), NpgsqlDbType.TimestampTz);
        }
        else
        {
            copy.WriteNull();
        }
    }
}
