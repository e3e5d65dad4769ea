using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Ops;
using Npgsql;

namespace Booking.Service.Patients;

/// <summary>Finds patients for the desk by phone number, e-mail address or whole words of the name; all that is asked for must fit. Who finds somebody is noted.</summary>
public static class FindPatients
{
    const int LongestQuery = 200;
    const string Query = PatientRow.Select + " where words @> $1 and id > $2 order by id limit $3";
    const string ByPhone = PatientRow.Select + " where id in (select patients_of_any($4)) and words @> $1 and id > $2 order by id limit $3";

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/api/patients", Get)
        .RequireAuthorization(Policies.Desk).WithTags("Patients").Answers<Page<PatientItem>>(200, 400);

    static async Task<IResult> Get(
        string query, int? limit, string? cursor, Caller caller, NpgsqlDataSource dataSource, PatientKeys keys, SearchKey search, OperatorChanges audit,
        CancellationToken ct)
    {
        var errors = new FieldErrors();
        errors.Require(query.Length is >= 1 and <= LongestQuery, "query", $"Must have 1 to {LongestQuery} characters.");
        var page = PageRequest.Of(errors, limit, cursor);
        var after = page.After(errors, Place.Parse, Place.Beginning);
        if (errors.Any)
            return Problems.Invalid(caller.Http, errors.ToDictionary());

        var asked = SearchWords.OfQuery(query).ToLookup(word => SearchWords.Numbers(word).Any());
        var (words, numbers) = (await search.Hash(asked[false], ct), await search.Hash(asked[true].SelectMany(SearchWords.Numbers), ct));
        // Everybody has all of no words.
        if (words.Length + numbers.Length == 0)
            return TypedResults.Ok(new Page<PatientItem>([], null));
        await using var command = dataSource.CreateCommand(numbers.Length == 0 ? Query : ByPhone)
            .With(Pg.ByteStrings(words), Pg.Uuid(after.Id), Pg.Int(page.Limit + 1));
        if (numbers.Length > 0)
            command.Parameters.Add(Pg.ByteStrings(numbers));
        var found = await PatientRow.Read(command, keys, ct);
        // The desk's page searches while somebody types: whom they then open is noted each time.
        if (found.Count > 0)
            await audit.NoteSeldom("patients.found", $"{Math.Min(found.Count, page.Limit)} found", caller, ct);
        return TypedResults.Ok(page.Page(found, item => item, item => [item.Id.ToString()]));
    }

    sealed record Place(Guid Id)
    {
        public static readonly Place Beginning = new(Guid.Empty);

        public static Place? Parse(string[] parts) => parts is [var id] && Guid.TryParse(id, out var guid) ? new(guid) : null;
    }
}
