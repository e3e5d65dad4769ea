using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Calendars;

/// <summary>
/// Somebody's visits for a calendar program, which has no sign-in but the address: of the last 90 days and all to come, at most 2,000, the nearest
/// first to be counted. A cancelled visit stays 30 days, so that every program has seen that it is off.
/// </summary>
public static class ReadFeed
{
    const int Most = 2_000;

    // Of a patient who was erased nothing is told any more.
    const string Find = """
        select patient_id, doctor_id from feeds f
         where token_hash = $1 and not exists (select from mt_events e where e.stream_id = f.patient_id and e.type = 'patient_erased')
        """;

    const string Visits = """
        select a.id, a.starts_at, a.ends_at, a.body ->> 'timeZone', a.status, a.changes, a.changed_at, a.body ->> 'meetingLink', d.full_name
          from appointments a join doctors d on d.id = a.doctor_id
         where {0} = $1 and a.starts_at >= $2 - interval '90 days'
           and (a.status not in ('cancelled', 'refunded') or a.changed_at >= $2 - interval '30 days')
         order by a.starts_at < $2, abs(extract(epoch from a.starts_at - $2)), a.id limit $3
        """;

    static readonly string OfPatient = string.Format(null, CompositeFormat.Parse(Visits), "a.patient_id"), OfDoctor = string.Format(null, CompositeFormat.Parse(Visits), "a.doctor_id");

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/feeds/{token}.ics", Get).RequireAuthorization(Policies.Anyone)
            .Produces<string>(StatusCodes.Status200OK, "text/calendar").Produces(StatusCodes.Status304NotModified)
            .Produces<Problem>(StatusCodes.Status404NotFound, "application/problem+json");

    static async Task<IResult> Get(string token, HttpContext http, NpgsqlDataSource dataSource, CalendarHost host, IClock clock, CancellationToken ct)
    {
        if (await Owner(dataSource, token, ct) is not { } owner)
        {
            return Refusals.NotFound.Problem(http);
        }

        var visits = await Load(dataSource, owner, clock.GetCurrentInstant(), await host.Get(ct), ct);
        var body = Encoding.UTF8.GetBytes(CalendarFile.Feed("Appointments", visits));
        var etag = $"\"{Base64Url.EncodeToString(SHA256.HashData(body))}\"";
        (http.Response.Headers.ETag, http.Response.Headers.CacheControl) = (etag, "private, no-cache");
        return http.Request.GetTypedHeaders().IfNoneMatch.Any(seen => seen.Tag == etag || seen.Tag == "*")
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Bytes(body, CalendarFile.MediaType);
    }

    static async Task<(CalendarReader Reader, Guid Id)?> Owner(NpgsqlDataSource dataSource, string token, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Find).With(Pg.Bytes(FeedToken.Hash(token)));
        await using var row = await command.ExecuteReaderAsync(ct);
        return !await row.ReadAsync(ct) ? null
            : row.GetGuidOrNull(0) is { } patient ? (CalendarReader.Patient, patient)
            : (CalendarReader.Doctor, row.GetGuid(1));
    }

    static async Task<List<CalendarEntry>> Load(
        NpgsqlDataSource dataSource, (CalendarReader Reader, Guid Id) owner, Instant now, string host, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(owner.Reader == CalendarReader.Patient ? OfPatient : OfDoctor)
            .With(Pg.Uuid(owner.Id), Pg.At(now), Pg.Int(Most));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<CalendarEntry> visits = [];
        while (await row.ReadAsync(ct))
        {
            visits.Add(CalendarEntry.Of(
                new(row.GetGuid(0)), row.GetInstant(1), row.GetInstant(2), row.GetString(3), Wire.Parse<AppointmentStatus>(row.GetString(4)), row.GetInt32(5),
                row.GetInstant(6), row.GetStringOrNull(7), row.GetString(8), owner.Reader, host));
        }

        visits.Sort(static (a, b) => (a.Start, a.Uid).CompareTo((b.Start, b.Uid)));
        return visits;
    }
}
