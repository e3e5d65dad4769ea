using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Waitlist;

/// <summary>Keeps <c>waitlist_entries</c>: a row a wish, also of those who have left.</summary>
static class WaitlistTables
{
    public static void Project(WaitlistEvent @event, EventMetadata metadata, WaitlistState before, WaitlistState after, NpgsqlBatch sql)
    {
        switch (@event)
        {
            case WaitlistJoined joined:
                sql.Add(
                    """
                    insert into waitlist_entries (id, doctor_id, patient_id, type, from_date, to_date, ends_at, joined_at, place, state, version)
                    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', 1)
                    """,
                    Pg.Uuid(joined.Entry.Value), Pg.Uuid(joined.Doctor.Value), Pg.Uuid(joined.Patient.Value), Pg.Text(Wire.Name(joined.Type)),
                    Pg.Date(joined.From), Pg.Date(joined.To), Pg.At(joined.Ends), Pg.At(metadata.At), Pg.Long(metadata.Version));
                break;
            case WaitlistOffered offered:
                sql.Add(
                    "update waitlist_entries set state = 'offered', hold_id = $2, offered_start = $3, version = version + 1 where id = $1",
                    Pg.Uuid(offered.Entry.Value), Pg.Uuid(offered.Hold.Value), Pg.At(offered.Start));
                break;
            case WaitlistOfferEnded ended:
                sql.Add(
                    "update waitlist_entries set state = 'waiting', hold_id = null, offered_start = null, version = version + 1 where id = $1",
                    Pg.Uuid(ended.Entry.Value));
                break;
            case WaitlistLeft left:
                sql.Add(
                    "update waitlist_entries set state = 'ended', hold_id = null, offered_start = null, why = $2, version = version + 1 where id = $1",
                    Pg.Uuid(left.Entry.Value), Pg.Text(Name(left.Why)));
                break;
        }
    }

    static string Name(LeavingReason why) => why switch
    {
        LeavingReason.Booked => "booked",
        LeavingReason.Withdrawn => "withdrawn",
        LeavingReason.OffersLapsed => "offers_lapsed",
        _ => "span_over",
    };
}
