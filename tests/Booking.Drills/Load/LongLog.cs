using System.Globalization;
using Booking.EventStore;

namespace Booking.Drills.Load;

/// <summary>Visits of last year, so that the log is long: free of charge, moved to another link and done. Nothing that is open, so that the books agree.</summary>
static class LongLog
{
    public const int EventsOfVisit = 5;

    /// <summary>$1 visits. First events come before second ones, so that those of one visit lie on different pages.</summary>
    const string Plant = """
        with visit as (
            insert into mt_streams (id, type, version, timestamp, created)
            select gen_random_uuid(), 'appointment', 5, '2025-03-01', '2025-03-01' from generate_series(1, $1) returning id
        )
        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, correlation_id, causation_id, headers, user_name)
        select nextval('mt_events_sequence'), gen_random_uuid(), id, version,
               case version
                   when 1 then
                       '{"slot": "d769e81c-b883-5a5e-925e-eea2665f34b1", "start": "2025-03-03T09:00:00Z", "end": "2025-03-03T09:15:00Z",
                         "localStart": "2025-03-03T09:00:00", "timeZone": "UTC", "tzdb": "2025b", "type": "standard", "price": {"amount": 20000, "currency": "USD"},
                         "discount": {"amount": 20000, "currency": "USD"}, "policy": null, "provider": "manual", "payment": null, "payBy": null, "reason": null}'::jsonb
                       || jsonb_build_object('appointment', id, 'hold', gen_random_uuid(), 'doctor', gen_random_uuid(), 'patient', gen_random_uuid())
                   when 2 then '{"paid": null}'
                   when 5 then '{}'
                   else '{"meetingLink": "https://video.example/doctor"}' end,
               (array['appointment_requested', 'appointment_confirmed', 'appointment_link_changed', 'appointment_link_changed', 'appointment_completed'])[version],
               '2025-03-01', 'Booking.Service.Appointments.AppointmentEvent, Booking.Service', '', '', '{"role": "frontdesk"}', 'drill'
          from generate_series(1, 5) version cross join visit
         order by version
        """;

    /// <summary>Plants them and has the read models of visits made from them, over HTTP.</summary>
    /// <param name="visits">1 to 100,000.</param>
    public static async Task Lay(DrillGround ground, int visits)
    {
        await using (var connection = await ground.Database.OpenConnectionAsync())
        {
            // Nobody is told of visits that are long done.
            await using var quiet = new Npgsql.NpgsqlCommand("set session_replication_role = replica", connection);
            await quiet.ExecuteNonQueryAsync();
            await using var plant = new Npgsql.NpgsqlCommand(Plant, connection) { CommandTimeout = 0 };
            plant.Parameters.Add(Pg.Int(visits));
            await plant.ExecuteNonQueryAsync();
            await using var told = new Npgsql.NpgsqlCommand("reset session_replication_role; analyze mt_streams; analyze mt_events", connection) { CommandTimeout = 0 };
            await told.ExecuteNonQueryAsync();
        }

        foreach (var projection in (string[])["appointments", "patient_claims", "time_zones"])
            if (await Rebuilding.OverHttp(ground.Ops(), projection) is { Body: not { State: "done" } } failed)
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{projection}: {failed.Status} {failed.Body?.Error}"));
    }
}
