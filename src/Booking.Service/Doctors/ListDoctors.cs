using System.Globalization;
using System.Text.Json;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Availability;
using Npgsql;

namespace Booking.Service.Doctors;

/// <summary>The directory of verified doctors, by name or by fee.</summary>
public static class ListDoctors
{
    const string Filter = """
        select body, full_name, standard_fee, id from doctors
         where verified and ($1 = '' or words like '%' || $1 || '%') and ($2 = '' or $2 = any (specialties)) and ($3 = '' or $3 = any (languages))
           and ($4::bigint is null or standard_fee <= $4) and ($5 = '' or currency = $5)
        """;

    const string ByName = Filter + " and (full_name, id) > ($6, $7) order by full_name, id limit $8";
    const string ByFee = Filter + " and (standard_fee, id) > ($6, $7) order by standard_fee, id limit $8";

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/doctors", Get).RequireAuthorization(Policies.Anyone).Answers<Page<DoctorItem>>(200, 400);

    static async Task<IResult> Get(
        string? query, string? specialty, string? language, long? maxFee, string? currency, string? sort, string? cursor, int? limit,
        HttpContext http, NpgsqlDataSource dataSource, NextAvailable next, CancellationToken ct)
    {
        var errors = new FieldErrors();
        errors.Require(query is not { Length: > 200 }, "query", "Must have at most 200 characters.");
        errors.Require(maxFee is null || currency is not null, "currency", "Must be given with maxFee: amounts of two currencies do not compare.");
        errors.Require(sort is null or "name" or "fee", "sort", "Must be name or fee.");
        var page = PageRequest.Of(errors, limit, cursor);
        var place = page.After(errors, Place.Parse, Place.Beginning);
        if (errors.Any)
        {
            return Problems.Invalid(http, errors.ToDictionary());
        }

        var byFee = sort == "fee";
        await using var command = dataSource.CreateCommand(byFee ? ByFee : ByName).With(
            Pg.Text(Escaped(query)), Pg.Text(specialty ?? ""), Pg.Text(language ?? ""), Pg.LongOrNull(maxFee), Pg.Text(currency ?? ""),
            byFee ? Pg.Long(place.Fee) : Pg.Text(place.Name), Pg.Uuid(place.Id), Pg.Int(page.Limit + 1));
        List<(DoctorState State, Place Place)> rows = [];
        await using (var row = await command.ExecuteReaderAsync(ct))
        {
            while (await row.ReadAsync(ct))
            {
                rows.Add((JsonSerializer.Deserialize(row.GetUtf8(0), EventJson.Default.DoctorState)!, new(row.GetString(1), row.GetInt64(2), row.GetGuid(3))));
            }
        }

        var doctors = page.Page(rows, r => r.State, r => r.Place.Parts);
        List<DoctorItem> items = [];
        foreach (var doctor in doctors.Items)
        {
            items.Add(DoctorBody.Item(doctor, await next.Of(doctor.Id, ct)));
        }

        return TypedResults.Ok(new Page<DoctorItem>(items, doctors.Next));
    }

    static string Escaped(string? query) =>
        query is null ? "" : query.Trim().ToLowerInvariant().Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);

    sealed record Place(string Name, long Fee, Guid Id)
    {
        public static readonly Place Beginning = new("", long.MinValue, Guid.Empty);

        public string[] Parts => [Name, Fee.ToString(CultureInfo.InvariantCulture), Id.ToString()];

        public static Place? Parse(string[] parts) =>
            parts is [var name, var fee, var id] && long.TryParse(fee, CultureInfo.InvariantCulture, out var amount) && Guid.TryParse(id, out var guid)
                ? new(name, amount, guid)
                : null;
    }
}
