using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Erasures;

/// <summary>
/// What goes with a patient beside what their event takes from the read models: the key, which is what makes the rest unreadable, the account with its
/// sign-ins, and all that was kept for them alone. Each statement takes many patients, and may be repeated.
/// </summary>
static class ErasureSql
{
    /// <summary>Seconds that the statements of a late sweep may take together: nobody waits for them.</summary>
    const int Patience = 300;

    static readonly string[] Forget =
    [
        "delete from patient_keys where patient_id = any($1)",
        "delete from identity.accounts where id = any($1)",
        "delete from feeds where patient_id = any($1) or account_id = any($1)",
        "delete from sms_allowances where patient_id = any($1)",
        "delete from idempotency where caller = any($1::text[])",
        "select forget_aside($1)",
        """
        update notifications set body = null
         where body is not null and payment_id in (select p.id from payments p join appointments a on a.id = p.appointment_id where a.patient_id = any($1))
        """,
    ];

    // Of errors it is nobody's promise that they name no address, and Development keeps the mails that it would have sent.
    static readonly string[] Sweep =
    [
        .. Forget,
        // What others were answered of this patient, the desk for one, is sealed, but not under the patient's key. Of the patient's own stream others are answered
        // nothing but that it was erased, which stays. It reads the whole table: an index would have to be paid for by each command.
        """
        delete from idempotency where streams && (select array_agg(id) from (
            select id from appointments where patient_id = any($1)
            union all select p.id from payments p join appointments a on a.id = p.appointment_id where a.patient_id = any($1)
            union all select id from reviews where patient_id = any($1)) s)
        """,
        """
        update outbox set error = 'erased'
         where error <> 'erased' and body ->> 'appointment' in (select id::text from appointments where patient_id = any($1))
        """,
    ];

    /// <summary>In the transaction of the event.</summary>
    public static void AddTo(NpgsqlBatch batch, PatientId patient)
    {
        foreach (var statement in Forget)
        {
            batch.Add(statement, Pg.Uuids([patient.Value]));
        }
    }

    /// <summary>After the commit: what somebody who had begun before it has written since, and what no transaction should wait for.</summary>
    public static async Task AfterCommit(NpgsqlDataSource database, PatientId patient, string[] addresses, CancellationToken ct)
    {
        await using var batch = database.CreateBatch();
        foreach (var statement in Sweep)
        {
            batch.Add(statement, Pg.Uuids([patient.Value]));
        }

        batch.Add("delete from identity.dev_mail where lower(recipient) = any ($1)", Pg.Texts(addresses));
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>For all who were erased since; and from the tables beside the live ones for all who ever were.</summary>
    public static async Task Again(NpgsqlDataSource database, Instant since, CancellationToken ct)
    {
        await using var find = database.CreateCommand("select coalesce(array_agg(patient_id), '{}') from erasures where erased_at > $1").With(Pg.At(since));
        var erased = (Guid[])(await find.ExecuteScalarAsync(ct))!;
        await using var batch = database.CreateBatch();
        batch.Timeout = Patience;
        batch.Add("select forget_aside(array(select patient_id from erasures))");
        foreach (var statement in erased.Length == 0 ? [] : Sweep)
        {
            batch.Add(statement, Pg.Uuids(erased));
        }

        await batch.ExecuteNonQueryAsync(ct);
    }
}
