using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.SlotLocks;

/// <summary>Keeps <c>slot_claims</c>, the guard against overlaps, and <c>holds</c>, in step with the slots' events.</summary>
static class SlotTables
{
    public static void Project(SlotEvent @event, EventMetadata metadata, SlotState before, SlotState after, NpgsqlBatch sql)
    {
        switch (@event)
        {
            case SlotHeld held:
                Claim(held, metadata, before, sql);
                break;
            case HoldExtended extended:
                Require(sql, "update slot_claims set lapses_at = $3 where hold_id = $1 and lapses_at > $2", extended.Hold, Pg.At(metadata.Decided), Pg.At(extended.Until));
                sql.Add("update holds set until = $2, version = $3 where id = $1", Pg.Uuid(extended.Hold.Value), Pg.At(extended.Until), Pg.Long(metadata.Version));
                break;
            case SlotBooked booked:
                Require(
                    sql, "update slot_claims set lapses_at = null, appointment_id = $3 where hold_id = $1 and lapses_at > $2",
                    booked.Hold, Pg.At(metadata.Decided), Pg.Uuid(booked.Appointment.Value));
                End(sql, booked.Hold, "booked", metadata);
                break;
            case HoldReleased released:
                Unclaim(sql, released.Hold);
                End(sql, released.Hold, "released", metadata);
                break;
            case HoldExpired expired:
                Unclaim(sql, expired.Hold);
                End(sql, expired.Hold, "expired", metadata);
                break;
            case SlotFreed when before is SlotState.Booked booked:
                Unclaim(sql, booked.As.Hold);
                break;
        }
    }

    static void Claim(SlotHeld held, EventMetadata metadata, SlotState before, NpgsqlBatch sql)
    {
        sql.Add(
            "delete from slot_claims where doctor_id = $1 and during && $2 and lapses_at <= $3",
            Pg.Uuid(held.Doctor.Value), Pg.Range(held.Start, held.BusyUntil), Pg.At(metadata.Decided));
        sql.Add(
            "insert into slot_claims (hold_id, doctor_id, during, starts_at, lapses_at) values ($1, $2, $3, $4, $5)",
            Pg.Uuid(held.Hold.Value), Pg.Uuid(held.Doctor.Value), Pg.Range(held.Start, held.BusyUntil), Pg.At(held.Start), Pg.At(held.Until));
        if (before is SlotState.Held lapsed)
        {
            End(sql, lapsed.As.Hold, "expired", metadata);
        }

        sql.Add(
            """
            insert into holds (id, slot_id, doctor_id, holder, type, starts_at, ends_at, until, amount, currency, version, state)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'held')
            """,
            Pg.Uuid(held.Hold.Value), Pg.Uuid(metadata.Stream), Pg.Uuid(held.Doctor.Value), Pg.Uuid(held.Holder.Value), Pg.Text(Wire.Name(held.Type)),
            Pg.At(held.Start), Pg.At(held.End), Pg.At(held.Until), Pg.Long(held.Price.Amount), Pg.Text(held.Price.Currency), Pg.Long(metadata.Version));
    }

    /// <summary>A hold is extended or spent only on a claim that is there and lives: $1 is the hold, $2 the instant.</summary>
    static void Require(NpgsqlBatch sql, string update, HoldId hold, NpgsqlParameter now, NpgsqlParameter value) =>
        sql.Add($"with claim as ({update} returning 1) select expect((select count(*) from claim) = 1, 'hold_lives')", Pg.Uuid(hold.Value), now, value);

    static void Unclaim(NpgsqlBatch sql, HoldId hold) => sql.Add("delete from slot_claims where hold_id = $1", Pg.Uuid(hold.Value));

    static void End(NpgsqlBatch sql, HoldId hold, string state, EventMetadata metadata) =>
        sql.Add("update holds set state = $2, version = $3 where id = $1", Pg.Uuid(hold.Value), Pg.Text(state), Pg.Long(metadata.Version));
}
