using System.Text.Json;
using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Coupons;

/// <summary>Keeps the coupons, who holds a use of which, and the limits once more as constraints.</summary>
static class CouponTables
{
    const string Use = "update coupons set uses = uses + $2, version = $3 where id = $1";

    const string UseOfPatient = """
        insert into coupon_patients (coupon_id, patient_id, uses, most) values ($1, $2, 1, $3)
        on conflict (coupon_id, patient_id) do update set uses = coupon_patients.uses + 1
        """;

    const string ReleaseOfPatient = "update coupon_patients set uses = uses - 1 where coupon_id = $1 and patient_id = $2";

    public static void Project(CouponEvent @event, EventMetadata metadata, CouponState before, CouponState after, NpgsqlBatch sql)
    {
        var (id, version) = (Pg.Uuid(metadata.Stream), Pg.Long(metadata.Version));
        switch (@event)
        {
            case CouponCreated terms:
                sql.Add(
                    "insert into coupons (id, doctor_id, code, active, uses, max_uses, version, body) values ($1, $2, $3, true, 0, $4, $5, $6)",
                    id, Pg.UuidOrNull(terms.Doctor?.Value), Pg.Text(terms.Code), Pg.LongOrNull(terms.MaxUses), version,
                    sql.Json(() => JsonSerializer.SerializeToUtf8Bytes(CouponBody.Of(after), ContractsJson.Options)));
                break;
            case CouponRedeemed use:
                sql.Add(Use, id, Pg.Long(1), version);
                sql.Add("insert into coupon_claims (appointment_id, coupon_id, patient_id) values ($2, $1, $3)", Pg.Uuid(metadata.Stream), Pg.Uuid(use.Appointment.Value), Pg.Uuid(use.Patient.Value));
                if (after.Terms.MaxUsesPerPatient is { } most)
                {
                    sql.Add(UseOfPatient, Pg.Uuid(metadata.Stream), Pg.Uuid(use.Patient.Value), Pg.Int(most));
                }

                break;
            case RedemptionReleased use:
                sql.Add(Use, id, Pg.Long(-1), version);
                sql.Add("delete from coupon_claims where appointment_id = $2 and coupon_id = $1", Pg.Uuid(metadata.Stream), Pg.Uuid(use.Appointment.Value));
                sql.Add(ReleaseOfPatient, Pg.Uuid(metadata.Stream), Pg.Uuid(use.Patient.Value));
                break;
            default:
                sql.Add("update coupons set active = $2, version = $3 where id = $1", id, Pg.Bool(after.Active), version);
                break;
        }
    }
}
