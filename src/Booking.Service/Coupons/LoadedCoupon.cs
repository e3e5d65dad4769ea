using Booking.EventStore;

namespace Booking.Service.Coupons;

/// <summary>A coupon with what one patient and one visit have of it, loaded in the round trip of a command.</summary>
sealed class LoadedCoupon
{
    const string Query = """
        select coalesce((select uses from coupon_patients where coupon_id = $1 and patient_id = $2), 0),
               exists (select from coupon_claims where appointment_id = $3)
        """;

    readonly Loaded<(int OfPatient, bool ByVisit)> use;

    /// <param name="patient">Null when nobody in particular asks: then nobody's uses are counted.</param>
    /// <param name="visit">Null while there is none.</param>
    public LoadedCoupon(Unit unit, StreamId id, PatientId? patient, AppointmentId? visit = null)
    {
        // The stream first: were the rows of an earlier moment than it, a use that came in between would be overlooked.
        // As it is, the one that came in between has moved the stream, and this attempt loses.
        Stream = unit.Load(Coupon.Category, id);
        use = unit.Load(
            batch => batch.Add(Query, Pg.Uuid(id), Pg.UuidOrNull(patient?.Value), Pg.UuidOrNull(visit?.Value)),
            async (row, ct) => await row.ReadAsync(ct) ? (row.GetInt32(0), row.GetBoolean(1)) : default);
    }

    public EventStream<CouponState, CouponEvent> Stream { get; }

    /// <summary>How many uses the patient held when this was loaded; 0 where the coupon does not limit it.</summary>
    public int OfPatient => use.Value.OfPatient;

    /// <summary>Whether the visit held a use when this was loaded.</summary>
    public bool ByVisit => use.Value.ByVisit;
}
