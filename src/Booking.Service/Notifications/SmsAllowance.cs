using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Notifications;

/// <summary>
/// Each SMS costs money and wakes somebody, and nobody has shown that a number is their own. So whoever books, moves and cancels without end makes
/// no more of them than this; the mails go out all the same.
/// </summary>
sealed class SmsAllowance(NpgsqlDataSource database, IClock clock)
{
    /// <summary>To one patient within a day, counted from the first of them.</summary>
    public const int MostADay = 20;

    static readonly Duration Day = Duration.FromHours(24);

    const string Sent = "select sent from sms_allowances where patient_id = $1 and since > $2";

    const string Count = """
        insert into sms_allowances as a (patient_id, since, sent) values ($1, $3, 1)
        on conflict (patient_id) do update
           set sent = case when a.since > $2 then a.sent + 1 else 1 end, since = case when a.since > $2 then a.since else $3 end
        """;

    public async Task<bool> HasRoom(PatientId patient, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Sent).With(Pg.Uuid(patient.Value), Pg.At(clock.GetCurrentInstant() - Day));
        return await command.ExecuteScalarAsync(ct) is not int sent || sent < MostADay;
    }

    /// <summary>After one went out: what a gateway refuses, and is tried again, counts once.</summary>
    public async Task Note(PatientId patient, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        await using var command = database.CreateCommand(Count).With(Pg.Uuid(patient.Value), Pg.At(now - Day), Pg.At(now));
        await command.ExecuteNonQueryAsync(ct);
    }
}
