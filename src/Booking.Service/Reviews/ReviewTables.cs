using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Reviews;

/// <summary>Keeps the reviews, and what each doctor's ratings add up to.</summary>
static class ReviewTables
{
    const string Rate = """
        insert into doctor_ratings (doctor_id, total, count) values ($1, $2, 1)
        on conflict (doctor_id) do update set total = doctor_ratings.total + excluded.total, count = doctor_ratings.count + 1
        """;

    const string TakeAway = "update doctor_ratings set total = total - $2, count = count - 1 where doctor_id = $1";

    public static void Project(ReviewEvent @event, EventMetadata metadata, ReviewState before, ReviewState after, NpgsqlBatch sql)
    {
        if (@event is ReviewWritten written)
        {
            sql.Add(
                """
                insert into reviews (id, appointment_id, doctor_id, patient_id, rating, comment, visited, status, written_at, version)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                """,
                Pg.Uuid(metadata.Stream), Pg.Uuid(written.Appointment.Value), Pg.Uuid(written.Doctor.Value), Pg.Uuid(written.Patient.Value),
                Pg.Int(written.Rating), Pg.BytesOrNull(written.Comment), Pg.Date(written.Visited), Pg.Text(Wire.Name(after.Status)), Pg.At(metadata.At),
                Pg.Long(metadata.Version));
        }
        else
        {
            sql.Add(
                "update reviews set status = $2, version = $3 where id = $1",
                Pg.Uuid(metadata.Stream), Pg.Text(Wire.Name(after.Status)), Pg.Long(metadata.Version));
        }
    }

    /// <summary>A rating counts unless the review is rejected.</summary>
    public static void ProjectRating(ReviewEvent @event, EventMetadata metadata, ReviewState before, ReviewState after, NpgsqlBatch sql)
    {
        var (counted, counts) = (Counts(before), Counts(after));
        if (counted != counts)
        {
            sql.Add(counts ? Rate : TakeAway, Pg.Uuid(after.Text.Doctor.Value), Pg.Long(after.Text.Rating));
        }
    }

    static bool Counts(ReviewState review) => review is { Written: not null, Status: not ReviewStatus.Rejected };
}
