using System.Net;
using Booking.Contracts;
using NodaTime;

namespace Booking.Drills.Faults;

/// <summary>Rows that cannot be handled.</summary>
static class DataFaults
{
    /// <summary>Two messages of one key, the first about a visit that never was and with one attempt left; and a visit's own beside them.</summary>
    const string Poison = """
        insert into outbox (id, order_key, parks, type, body, deliver_at, attempts, correlation_id, actor, actor_role, created_at)
        select gen_random_uuid(), 'ffffffff-0000-4000-8000-000000000001', true, 'close_unpaid_visit', jsonb_build_object('appointment', v.id),
               now() - interval '1 minute' + v.n * interval '1 s', 19, repeat('0', 31) || '1', 'system', 'system', now()
          from (values (1, 'ffffffff-0000-4000-8000-000000000002'::uuid), (2, (select id from appointments order by id limit 1))) v (n, id)
        """;

    const string Parked = "select count(*) from outbox where order_key = 'ffffffff-0000-4000-8000-000000000001' and sent_at is null and dead_at is null";

    public static readonly IReadOnlyList<Fault> All =
    [
        new("poison-message", "it becomes a dead letter, its key waits behind it, all others flow; let go, the key goes on", PoisonMessage),
        new("projection-throws", "a command whose projection fails is refused as a whole with 500 and stores nothing; other doctors go on; well when mended", ProjectionThrows),
    ];

    static async Task<string> PoisonMessage(FaultRun run)
    {
        await run.Site.Server.Do(Poison);
        var dead = await Dead(run, 1);
        run.Check(dead.Count == 1, $"{dead.Count} dead letters after 10 s");
        await run.Wait(5);
        run.Check(await run.Site.Server.Do(Parked) is 1L, "what follows the dead letter did not wait");
        foreach (var letter in dead)
            _ = await run.Site.Ground.Insist(key => run.Site.Ground.Ops().DiscardDeadLetter(letter.Id, key));
        run.Site.Tally.Over();
        await run.Wait(5);
        run.Check(await run.Site.Server.Do(Parked) is 0L, "what follows did not go on when the dead letter was discarded");
        return "one message that no handler can do, one behind it";
    }

    static async Task<IReadOnlyList<DeadLetterItem>> Dead(FaultRun run, int count)
    {
        for (var look = 0; look < 50; look++, await run.Wait(0.2))
            if ((await run.Site.Ground.Insist(_ => run.Site.Ground.Ops().DeadLetters())).Value.Items is var items && items.Count >= count)
                return items;
        return [];
    }

    static async Task<string> ProjectionThrows(FaultRun run)
    {
        var doctor = (await run.Site.Ground.Desk().RegisterDoctor(new("Broken", "doctor@example.test", "+971501234567", ["Cardiology"], ["English"], "", [], "UTC", new(new(100, "USD"), new(100, "USD"))))).Value.Id;
        _ = (await run.Site.Ground.Ops().VerifyDoctor(doctor)).Value;
        _ = (await run.Site.Ground.Desk().SetSchedule(doctor, new(Service.Tests.Clinic.Daily(LocalTime.Midnight, LocalTime.Midnight), new(HorizonDays: 10)))).Value;
        run.Allows500 = true;
        await run.Site.Server.Do("create function drill_broken() returns trigger language plpgsql as $$ begin raise exception 'planted'; end $$");
        await run.Site.Server.Do($"create trigger drill_broken before insert on slot_claims for each row when (new.doctor_id = '{doctor}') execute function drill_broken()");
        var events = await run.Site.Server.Do($"select count(*) from mt_events where data::text like '%{doctor}%'");
        var (patient, key, start) = (run.Site.Ground.Patient(), Guid.NewGuid().ToString(), run.Site.Base.Today.PlusDays(3).AtMidnight().InUtc().ToInstant());
        var times = await run.Repeat(12, 0.3, async () =>
            run.Check((await patient.Hold(new(doctor, start, AppointmentType.Standard), key)).Status == HttpStatusCode.InternalServerError, "a hold whose claim cannot be written was not refused with 500"));
        run.Check(Equals(events, await run.Site.Server.Do($"select count(*) from mt_events where data::text like '%{doctor}%'")), "events of a refused command were stored");
        await run.Site.Server.Do("drop trigger drill_broken on slot_claims");
        run.Site.Tally.Over();
        run.Check((await patient.Hold(new(doctor, start, AppointmentType.Standard), key)).Status == HttpStatusCode.Created, "the same key was not taken when the projection was mended");
        return $"a trigger that raises for one doctor, met {times} times";
    }
}
