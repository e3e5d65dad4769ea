using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Doctors;

/// <summary>All doctors for the desk, verified or not, by name; and what is known of one, for those who may change it.</summary>
public static class ListRegistered
{
    const int LongestQuery = 200;

    const string Find = """
        select id, full_name, email, phone, specialties, verified, accepting from doctors
         where (full_name, id) > ($1, $2) and ($3 is null or full_name ilike $3 or email ilike $3 or phone ilike $3)
         order by full_name, id limit $4
        """;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/doctors/registered", Get).RequireAuthorization(Policies.Desk).Answers<Page<RegisteredDoctor>>(200, 400);
        app.MapGet("/api/doctors/{id}/profile", Profile).RequireAuthorization(Policies.DeskOrDoctor).Answers<DoctorRequest>(200, 403, 404);
    }

    static async Task<IResult> Get(string? query, int? limit, string? cursor, HttpContext http, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        var errors = new FieldErrors();
        errors.Require(query is null or { Length: <= LongestQuery }, "query", $"Must have at most {LongestQuery} characters.");
        var page = PageRequest.Of(errors, limit, cursor);
        var after = page.After(errors, Place.Parse, Place.Beginning);
        if (errors.Any)
            return Problems.Invalid(http, errors.ToDictionary());

        var like = string.IsNullOrWhiteSpace(query) ? null : $"%{query.Trim().Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
        await using var command = dataSource.CreateCommand(Find).With(Pg.Text(after.Name), Pg.Uuid(after.Id), Pg.TextOrNull(like), Pg.Int(page.Limit + 1));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<RegisteredDoctor> found = [];
        while (await row.ReadAsync(ct))
            found.Add(new(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetFieldValue<string[]>(4), row.GetBoolean(5), row.GetBoolean(6)));
        return TypedResults.Ok(page.Page(found, doctor => doctor, doctor => [doctor.FullName, doctor.Id.ToString()]));
    }

    static async Task<IResult> Profile(Guid id, Caller caller, StreamStore store, CancellationToken ct)
    {
        if (!caller.ActsFor(new(id)))
            return Refusals.Forbidden.Problem(caller.Http);
        return await store.StateAsOf(Doctor.Category, new(id), ct: ct) is { State: { Profile: { } profile, Fees: { } fees }, Version: var version }
            ? ETags.Ok(caller.Http, Request(profile, fees), version)
            : Refusals.NotFound.Problem(caller.Http);
    }

    static DoctorRequest Request(DoctorProfile profile, Fees fees) => new(
        profile.FullName, profile.Email, profile.Phone, profile.Specialties, profile.Languages, profile.Bio, profile.Qualifications, profile.TimeZone, fees,
        profile.Location, profile.LicensedIn ?? []);

    sealed record Place(string Name, Guid Id)
    {
        public static readonly Place Beginning = new("", Guid.Empty);

        public static Place? Parse(string[] parts) => parts is [var name, var id] && Guid.TryParse(id, out var guid) ? new(name, guid) : null;
    }
}
