using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.SlotLocks;

/// <summary>Keeps <c>holds</c>: every hold that ever was.</summary>
static class SlotTables
{
    public static void Project(SlotEvent @event, EventMetadata metadata, SlotState before, SlotState after, NpgsqlBatch sql)
    {
        switch (@event)
        {
            case SlotHeld held:
                Hold(held, metadata, before, sql);
                break;
            case HoldExtended extended:
                sql.Add("update holds set until = $2, version = $3 where id = $1", Pg.Uuid(extended.Hold.Value), Pg.At(extended.Until), Pg.Long(metadata.Version));
                break;
            case SlotBooked booked:
                End(sql, booked.Hold, "booked", metadata);
                break;
            case HoldReleased released:
                End(sql, released.Hold, "released", metadata);
                break;
            case HoldExpired expired:
                End(sql, expired.Hold, "expired", metadata);
                break;
        }
    }

    static void Hold(SlotHeld held, EventMetadata metadata, SlotState before, NpgsqlBatch sql)
    {
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

    static void End(NpgsqlBatch sql, HoldId hold, string state, EventMetadata metadata) =>
        sql.Add("update holds set state = $2, version = $3 where id = $1", Pg.Uuid(hold.Value), Pg.Text(state), Pg.Long(metadata.Version));
}
