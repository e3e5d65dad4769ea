using System.Globalization;
using System.Text.Json;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Gateways;
using Booking.Service.Intakes;
using Booking.Service.Videos;
using Npgsql;

namespace Booking.Service.Doctors;

/// <summary>Keeps the directory, and the doctor's part of the calendar row that holds are judged by.</summary>
static class DoctorTables
{
    public static void ProjectDirectory(DoctorEvent @event, EventMetadata metadata, DoctorState before, DoctorState after, NpgsqlBatch sql)
    {
        var (profile, fees) = (after.Profile!, after.Fees!);
        sql.Add(
            """
            insert into doctors (id, full_name, email, phone, specialties, languages, standard_fee, currency, verified, accepting, version, body, search, item, place)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, array_to_tsvector($13), $14, point($15::float8, $16::float8))
            on conflict (id) do update set full_name = excluded.full_name, email = excluded.email, phone = excluded.phone,
                specialties = excluded.specialties, languages = excluded.languages, standard_fee = excluded.standard_fee,
                currency = excluded.currency, verified = excluded.verified, accepting = excluded.accepting, version = excluded.version, body = excluded.body,
                search = excluded.search, item = excluded.item, place = excluded.place
            """,
            Pg.Uuid(after.Id.Value), Pg.Text(profile.FullName), Pg.Text(profile.Email), Pg.Text(profile.Phone), Pg.Texts([.. profile.Specialties]),
            Pg.Texts([.. profile.Languages]), Pg.Long(fees.Standard.Amount), Pg.Text(fees.Standard.Currency), Pg.Bool(after.Verified),
            Pg.Bool(after.Accepting), Pg.Long(metadata.Version), Pg.Json(JsonSerializer.SerializeToUtf8Bytes(after, EventJson.Default.DoctorState)),
            Pg.Texts(DoctorSearch.Of(profile)), Pg.Bytes(DoctorItems.Prepare(after)), Degrees(profile.Location?.Lon), Degrees(profile.Location?.Lat));
    }

    /// <summary>What a row from before the directory's columns lacks; the rest of it stays as it is.</summary>
    public static void Fill(DoctorState doctor, NpgsqlBatch sql) => sql.Add(
        "update doctors set search = array_to_tsvector($2), item = $3, place = point($4::float8, $5::float8) where id = $1 and item is null",
        Pg.Uuid(doctor.Id.Value), Pg.Texts(DoctorSearch.Of(doctor.Profile!)), Pg.Bytes(DoctorItems.Prepare(doctor)),
        Degrees(doctor.Profile!.Location?.Lon), Degrees(doctor.Profile.Location?.Lat));

    /// <summary>The schedule's first event has made the row before: a doctor and their schedule begin together.</summary>
    public static void ProjectCalendar(DoctorEvent @event, EventMetadata metadata, DoctorState before, DoctorState after, NpgsqlBatch sql)
    {
        if (@event is GatewayConfigured or DoctorIntakeChanged or VideoConfigured)
        {
            return;
        }

        sql.Add(
            """
            update calendars set verified = $2, accepting = $3, standard_fee = $4, followup_fee = $5, currency = $6, policy = $7,
                   policy_version = coalesce($8, policy_version), licensed_in = $9
             where doctor_id = $1
            """,
            Pg.Uuid(after.Id.Value), Pg.Bool(after.Verified), Pg.Bool(after.Accepting), Pg.Long(after.Fees!.Standard.Amount), Pg.Long(after.Fees.Followup.Amount),
            Pg.Text(after.Fees.Standard.Currency),
            Pg.JsonOrNull(after.Policy is null ? null : JsonSerializer.SerializeToUtf8Bytes(after.Policy, EventJson.Default.DoctorPolicy)),
            Pg.LongOrNull(@event is DoctorPolicyChanged ? metadata.Version : null), Pg.Texts([.. after.Profile!.LicensedIn ?? []]));
    }

    /// <summary>As text, which the database reads without rounding it first.</summary>
    static NpgsqlParameter Degrees(decimal? degrees) => Pg.TextOrNull(degrees?.ToString(CultureInfo.InvariantCulture));
}
