using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Patients;

/// <summary>Keeps the row by which a patient is found. It holds what the event holds: nothing is opened here.</summary>
static class PatientTables
{
    const string Keep = """
        insert into patients (id, full_name, email, phone, time_zone, language, email_word, words, version)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        on conflict (id) do update set full_name = excluded.full_name, email = excluded.email, phone = excluded.phone,
            time_zone = excluded.time_zone, language = excluded.language, email_word = excluded.email_word,
            words = excluded.words, version = excluded.version
        """;

    public static void Project(PatientEvent @event, EventMetadata metadata, PatientState before, PatientState after, NpgsqlBatch sql)
    {
        if (@event is PatientNotificationsChanged wanted)
        {
            sql.Add(
                "update patients set sms = $2, reminders = $3, version = $4 where id = $1",
                Pg.Uuid(metadata.Stream), Pg.Bool(wanted.Sms), Pg.Bool(wanted.Reminders), Pg.Long(metadata.Version));
            return;
        }

        var details = @event switch
        {
            PatientRegistered registered => registered.Details,
            PatientDetailsChanged changed => changed.Details,
            _ => null,
        };
        if (after.Life == PatientLife.Erased || details is null)
        {
            sql.Add("delete from patients where id = $1", Pg.Uuid(metadata.Stream));
            if (@event is PatientErased)
                sql.Add("insert into erasures (patient_id, erased_at) values ($1, $2) on conflict (patient_id) do nothing", Pg.Uuid(metadata.Stream), Pg.At(metadata.At));
            return;
        }

        sql.Add(
            Keep, Pg.Uuid(metadata.Stream), Pg.Bytes(details.FullName), Pg.Bytes(details.Email), Pg.Bytes(details.Phone),
            Pg.Text(details.TimeZone), Pg.Text(details.Language), Pg.Bytes(details.EmailWord), Pg.ByteStrings(details.Words), Pg.Long(metadata.Version));
    }
}
