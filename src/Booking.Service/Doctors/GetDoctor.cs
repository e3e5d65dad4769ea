using System.Text.Json;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Availability;
using Booking.Service.Replicas;
using Booking.Service.Schedules;
using NodaTime;
using Npgsql;

namespace Booking.Service.Doctors;

/// <summary>One doctor by id, from the rows that each change keeps. Before ops have verified them they exist for the clinic only.</summary>
public static class GetDoctor
{
    static readonly string Find = $"""
        select d.body, d.version, c.notice_minutes, c.horizon_days, c.hold_minutes, c.payment_minutes, c.manual_payment_hours,
               c.followup_within_days, nullif(n.starts_at, 'infinity'), {NextStarts.IsStale("$2")}, r.average, coalesce(r.count, 0)
          from doctors d join calendars c on c.doctor_id = d.id join next_starts n on n.doctor_id = d.id left join doctor_ratings r on r.doctor_id = d.id
         where d.id = $1
        """;

    sealed record Row(DoctorState Doctor, long Version, BookingRules Rules, Instant? Next, bool IsStale, Rating Rating);

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/doctors/{id}", Get).RequireAuthorization(Policies.Anyone).Answers<DoctorAnswer>(200, 404);

    static async Task<IResult> Get(Guid id, Caller caller, Reads reads, NextStarts starts, IClock clock, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        if (await reads.Run(caller.Http, (place, token) => Read(place, id, now, token), ct) is not { } row || !(row.Doctor.Verified || caller.ActsFor(new(id))))
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        var next = row.IsStale ? (await starts.Renew([id], now, ct)).GetValueOrDefault(id) : row.Next;
        return ETags.Ok(caller.Http, DoctorBody.Of(row.Doctor, row.Rules, row.Rating, next), row.Version);
    }

    static async Task<Row?> Read(ReadPlace place, Guid id, Instant now, CancellationToken ct)
    {
        await using var batch = place.Batch();
        batch.Add(Find, Pg.Uuid(id), Pg.At(now));
        await using var row = await place.Execute(batch, ct);
        var found = await row.ReadAsync(ct)
            ? new Row(
                JsonSerializer.Deserialize(row.GetUtf8(0), EventJson.Default.DoctorState)!, row.GetInt64(1),
                new(row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.GetInt32(5), row.GetInt32(6), row.GetInt32(7)), row.GetInstantOrNull(8), row.GetBoolean(9),
                new(row.IsDBNull(10) ? null : row.GetDecimal(10), row.GetInt32(11)))
            : null;
        if (found is null or { IsStale: true })
        {
            // A next start that has run out is computed and kept where rows can be written.
            place.MustBePrimary();
        }

        return found;
    }
}
