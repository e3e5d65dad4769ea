using System.Globalization;
using Booking.Contracts;
using Booking.Service.Patients;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Booking.Service.Waitlist;

/// <summary>Those who wait: one's own for a patient, a doctor's for the desk.</summary>
public static class ReadWaitlist
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/waitlist", List).RequireAuthorization(Policies.PatientOrDesk).Answers<Page<WaitlistEntry>>(200, 400);
        app.MapGet("/api/waitlist/{id}", One).RequireAuthorization(Policies.PatientOrDesk).Answers<WaitlistEntry>(200, 404);
    }

    /// <summary>An entry is the patient's own and the desk's; to everybody else it does not exist.</summary>
    public static bool MaySee(this Caller caller, WaitlistRow entry) => caller.IsDesk || (caller.PatientId is { } patient && patient == entry.Patient);

    static async Task<IResult> One(Guid id, Caller caller, NpgsqlDataSource dataSource, IClock clock, CancellationToken ct) =>
        await dataSource.FindWaitlistEntry(new(id), clock.GetCurrentInstant(), ct) is { } row && caller.MaySee(row)
            ? ETags.Ok(caller.Http, row.Answer, row.Version)
            : Refusals.NotFound.Problem(caller.Http);

    static async Task<IResult> List(
        Guid? doctorId, int? limit, string? cursor, Caller caller, NpgsqlDataSource dataSource, PatientDirectory patients, IClock clock, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var page = PageRequest.Of(errors, limit, cursor);
        var after = page.After(errors, Place.Parse, Place.Beginning);
        if (errors.Any)
        {
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        }

        var patient = caller.IsDesk ? null : caller.PatientId?.Value;
        var rows = await dataSource.LiveWaitlist(doctorId, patient, (after.At, after.Number, after.Id), page.Limit + 1, clock.GetCurrentInstant(), ct);
        // Whom to call is the desk's to know; a patient knows who they are.
        var known = caller.IsDesk ? await patients.Details([.. rows.Select(row => row.Patient).Distinct()], ct) : null;
        return TypedResults.Ok(page.Page(rows, row => row.Answer with { Patient = known?[row.Patient] }, row => new Place(row.JoinedAt, row.Place, row.Id.Value).Parts));
    }

    sealed record Place(Instant At, long Number, Guid Id)
    {
        public static readonly Place Beginning = new(Instant.FromUtc(1999, 1, 1, 0, 0), 0, Guid.Empty);

        public string[] Parts => [InstantPattern.ExtendedIso.Format(At), Number.ToString(CultureInfo.InvariantCulture), Id.ToString()];

        public static Place? Parse(string[] parts) =>
            parts is [var at, var number, var id] && QueryFields.Instant(at) is { } instant
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && Guid.TryParse(id, out var guid)
                ? new(instant, place, guid)
                : null;
    }
}
