using Booking.EventStore;
using Npgsql;

namespace Booking.Service.SlotLocks;

/// <summary>Keeps <c>slot_claims</c>, the guard against overlaps, in step with the slots' events.</summary>
static class SlotClaims
{
    public static void Project(SlotEvent @event, EventMetadata metadata, SlotState before, SlotState after, NpgsqlBatch sql)
    {
        switch (@event)
        {
            case SlotHeld held:
                Claim(held, metadata, sql);
                break;
            case HoldExtended extended:
                Require(sql, "update slot_claims set lapses_at = $3 where hold_id = $1 and lapses_at > $2", extended.Hold, Pg.At(metadata.Decided), Pg.At(extended.Until));
                break;
            case SlotBooked booked:
                Require(
                    sql, "update slot_claims set lapses_at = null, appointment_id = $3 where hold_id = $1 and lapses_at > $2",
                    booked.Hold, Pg.At(metadata.Decided), Pg.Uuid(booked.Appointment.Value));
                break;
            case HoldReleased released:
                Unclaim(sql, released.Hold);
                break;
            case HoldExpired expired:
                Unclaim(sql, expired.Hold);
                break;
            case SlotFreed when before is SlotState.Booked booked:
                Unclaim(sql, booked.As.Hold);
                break;
        }
    }

    static void Claim(SlotHeld held, EventMetadata metadata, NpgsqlBatch sql)
    {
        sql.Add(
            "delete from slot_claims where doctor_id = $1 and during && $2 and lapses_at <= $3",
            Pg.Uuid(held.Doctor.Value), Pg.Range(held.Start, held.BusyUntil), Pg.At(metadata.Decided));
        sql.Add(
            "insert into slot_claims (hold_id, doctor_id, during, starts_at, lapses_at) values ($1, $2, $3, $4, $5)",
            Pg.Uuid(held.Hold.Value), Pg.Uuid(held.Doctor.Value), Pg.Range(held.Start, held.BusyUntil), Pg.At(held.Start), Pg.At(held.Until));
    }

    /// <summary>A hold is extended or spent only on a claim that is there and lives: $1 is the hold, $2 the instant.</summary>
    static void Require(NpgsqlBatch sql, string update, HoldId hold, NpgsqlParameter now, NpgsqlParameter value) =>
        sql.Add($"with claim as ({update} returning 1) select expect((select count(*) from claim) = 1, 'hold_lives')", Pg.Uuid(hold.Value), now, value);

    static void Unclaim(NpgsqlBatch sql, HoldId hold) => sql.Add("delete from slot_claims where hold_id = $1", Pg.Uuid(hold.Value));
}
