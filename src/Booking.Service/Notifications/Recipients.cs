using Booking.EventStore;
using Booking.Service.Accounts;
using Booking.Service.Appointments;
using Booking.Service.Patients;
using NodaTime;
using Npgsql;

namespace Booking.Service.Notifications;

/// <summary>Whom to write to, where, and in which words. Never stored and never logged.</summary>
/// <param name="Phone">E.164.</param>
/// <param name="Zone">In which times are named.</param>
/// <param name="Language">en, ar or ur.</param>
/// <param name="Sms">Wants text messages.</param>
/// <param name="Reminders">Wants reminders.</param>
sealed record Recipient(string Email, string Phone, DateTimeZone Zone, string Language, bool Sms, bool Reminders)
{
    // A generated text would name the person in the first log line that it gets into.
    public override string ToString() => nameof(Recipient);
}

/// <param name="FullName">As people are told it.</param>
sealed record VisitDoctor(string FullName, Recipient As);

/// <summary>Reads people at the moment of sending, so that what they turned off a second ago, or whoever was erased, counts.</summary>
sealed class Recipients(NpgsqlDataSource dataSource, PatientKeys keys)
{
    // Who made an account said there in which language and zone they want to be written to; the desk wrote down the others.
    const string Patient = """
        select p.email, p.phone, coalesce(a.time_zone, p.time_zone), coalesce(a.language, p.language), p.sms, p.reminders, k.wrapped
          from patients p join patient_keys k on k.patient_id = p.id left join identity.accounts a on a.id = p.id
         where p.id = $1
        """;

    const string Doctor = "select full_name, email, phone, body -> 'profile' ->> 'timeZone', languages from doctors where id = $1";

    /// <returns>Null for an erased or unknown patient.</returns>
    public async Task<Recipient?> Find(PatientId patient, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Patient).With(Pg.Uuid(patient.Value));
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct))
            return null;
        var key = keys.Unwrap(patient, row.GetUtf8(6));
        return new(
            key.Open(row.GetUtf8(0), PatientRow.Email)!, key.Open(row.GetUtf8(1), PatientRow.Phone)!, Zone(row.GetString(2)), row.GetString(3),
            row.GetBoolean(4), row.GetBoolean(5));
    }

    public async Task<VisitDoctor> Of(DoctorId doctor, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Doctor).With(Pg.Uuid(doctor.Value));
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new(row.GetString(0), new(row.GetString(1), row.GetString(2), Zone(row.GetString(3)), Language(row.GetFieldValue<string[]>(4)), Sms: false, Reminders: false))
            : throw new InvalidOperationException($"Doctor {doctor} has a visit but no row.");
    }

    static DateTimeZone Zone(string id) => Zones.Find(id) ?? DateTimeZone.Utc;

    /// <summary>The first of a doctor's languages that this service writes in.</summary>
    static string Language(string[] spoken) => spoken.Select(static language => language.Trim().ToLowerInvariant() switch
    {
        "english" or "en" => "en",
        "arabic" or "ar" or "العربية" => "ar",
        "urdu" or "ur" or "اردو" => "ur",
        _ => null,
    }).FirstOrDefault(static known => known is not null) ?? Languages.Default;
}
