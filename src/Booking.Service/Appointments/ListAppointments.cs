using System.Text.Json;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Schedules;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Booking.Service.Appointments;

/// <summary>Lists visits by start: a patient's own, a doctor's own, all for the desk.</summary>
public static class ListAppointments
{
    const string Wanted = """
        select id, starts_at, body, pay_by from appointments
         where ($1::uuid is null or doctor_id = $1) and ($2::uuid is null or patient_id = $2) and ($3::text is null or status = $3)
           and starts_at >= $4 and starts_at < $5
        """;
    const string OldestFirst = Wanted + " and (starts_at, id) > ($6, $7) order by starts_at, id limit $8";
    const string NewestFirst = Wanted + " and (starts_at, id) < ($6, $7) order by starts_at desc, id desc limit $8";

    static readonly Instant Earliest = Instant.FromUtc(2000, 1, 1, 0, 0), Latest = Instant.FromUtc(2200, 1, 1, 0, 0);

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/appointments", Get).RequireAuthorization(Policies.SignedIn).Answers<Page<AppointmentAnswer>>(200, 400);

    static async Task<IResult> Get(
        Guid? doctorId, Guid? patientId, string? from, string? to, string? timeZone, string? status, string? order, string? cursor, int? limit,
        Caller caller, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var zone = QueryFields.Zone(errors, "timeZone", timeZone) ?? DateTimeZone.Utc;
        var begin = from is null ? Earliest : LocalEdge.StartOfDay(QueryFields.Date(errors, "from", from), zone);
        var end = to is null ? Latest : LocalEdge.StartOfDay(QueryFields.Date(errors, "to", to).PlusDays(1), zone);
        var wanted = status is null ? (AppointmentStatus?)null : QueryFields.Enum(errors, "status", status, AppointmentStatus.Confirmed);
        errors.Require(order is null or "oldest" or "newest", "order", "Must be oldest or newest.");
        var page = PageRequest.Of(errors, limit, cursor);
        var after = page.After(errors, Place.Parse, order == "newest" ? Place.End : Place.Beginning);
        if (errors.Any)
        {
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        }

        var (doctor, patient) = Scope(caller, doctorId, patientId);
        await using var command = dataSource.CreateCommand(order == "newest" ? NewestFirst : OldestFirst).With(
            Pg.UuidOrNull(doctor), Pg.UuidOrNull(patient), Pg.TextOrNull(wanted is { } w ? Wire.Name(w) : null), Pg.At(begin), Pg.At(end),
            Pg.At(after.Start), Pg.Uuid(after.Id), Pg.Int(page.Limit + 1));
        return TypedResults.Ok(await Read(command, page, caller, ct));
    }

    /// <summary>Whatever is asked for, a patient sees their own visits and a doctor the doctor's.</summary>
    static (Guid? Doctor, Guid? Patient) Scope(Caller caller, Guid? doctor, Guid? patient) =>
        caller.IsDesk ? (doctor, patient)
        : caller.DoctorId is { } own ? (own.Value, patient)
        : (doctor, caller.AccountId!.Value.Value);

    static async Task<Page<AppointmentAnswer>> Read(NpgsqlCommand command, PageRequest page, Caller caller, CancellationToken ct)
    {
        await using var row = await command.ExecuteReaderAsync(ct);
        List<(Place Place, AppointmentAnswer Visit)> rows = [];
        while (await row.ReadAsync(ct))
        {
            var visit = JsonSerializer.Deserialize<AppointmentAnswer>(row.GetUtf8(2), ContractsJson.Options)!;
            var shown = caller.IsPartyOf(new(visit.DoctorId), new(visit.PatientId)) ? visit : visit with { MeetingLink = null };
            var payBy = shown.Status == AppointmentStatus.PendingPayment ? row.GetInstantOrNull(3) : null;
            rows.Add((new(row.GetInstant(1), row.GetGuid(0)), shown with { PayBy = payBy }));
        }

        return page.Page(rows, r => r.Visit, r => r.Place.Parts);
    }

    sealed record Place(Instant Start, Guid Id)
    {
        public static readonly Place Beginning = new(Instant.FromUtc(1999, 1, 1, 0, 0), Guid.Empty), End = new(Instant.FromUtc(2201, 1, 1, 0, 0), Guid.Empty);

        public string[] Parts => [InstantPattern.ExtendedIso.Format(Start), Id.ToString()];

        public static Place? Parse(string[] parts) =>
            parts is [var start, var id] && QueryFields.Instant(start) is { } at && Guid.TryParse(id, out var guid)
                ? new(at, guid)
                : null;
    }
}
