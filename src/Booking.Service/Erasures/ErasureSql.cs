using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Erasures;

/// <summary>
/// What goes with a patient beside what their event takes from the read models: the key, which is what makes the rest unreadable, the account with its
/// sign-ins, and all that was kept for them alone. Each statement may be repeated.
/// </summary>
static class ErasureSql
{
    // What others were answered of this patient, the desk for one, is sealed, but not under the patient's key. Of the patient's own stream others are answered
    // nothing but that it was erased, which stays.
    const string Streams = """
        (select array_agg(id) from (
            select id from appointments where patient_id = $1
            union all select p.id from payments p join appointments a on a.id = p.appointment_id where a.patient_id = $1
            union all select id from reviews where patient_id = $1) s)
        """;

    static readonly string[] Forget =
    [
        "delete from patient_keys where patient_id = $1",
        "delete from identity.accounts where id = $1",
        "delete from feeds where patient_id = $1 or account_id = $1",
        "delete from sms_allowances where patient_id = $1",
        "delete from idempotency where caller = $1::text",
        "delete from idempotency where streams && " + Streams,
        "select forget_aside($1)",
        """
        update notifications set body = null
         where body is not null and payment_id in (select p.id from payments p join appointments a on a.id = p.appointment_id where a.patient_id = $1)
        """,
    ];

    // Of errors it is nobody's promise that they name no address, and Development keeps the mails that it would have sent.
    static readonly string[] Sweep =
    [
        .. Forget,
        """
        update outbox set error = 'erased'
         where error <> 'erased' and body ->> 'appointment' in (select id::text from appointments where patient_id = $1)
        """,
    ];

    /// <summary>In the transaction of the event.</summary>
    public static void AddTo(NpgsqlBatch batch, PatientId patient)
    {
        foreach (var statement in Forget)
        {
            batch.Add(statement, Pg.Uuid(patient.Value));
        }
    }

    /// <summary>After the commit: what somebody who had begun before it has written since, and what no transaction should wait for.</summary>
    public static async Task AfterCommit(NpgsqlDataSource database, PatientId patient, string[] addresses, CancellationToken ct)
    {
        await using var batch = database.CreateBatch();
        foreach (var statement in Sweep)
        {
            batch.Add(statement, Pg.Uuid(patient.Value));
        }

        batch.Add("delete from identity.dev_mail where lower(recipient) = any ($1)", Pg.Texts(addresses));
        await batch.ExecuteNonQueryAsync(ct);
    }
}
