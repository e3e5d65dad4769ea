using System.Security.Cryptography;
using System.Text;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Patients;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Booking.Service.Reviews;

/// <summary>
/// A doctor's reviews for everybody, the newest first: each rating that counts, and the comments that ops have approved. Nothing in it, its
/// cursors included, leads to the visit: a review's id follows from the visit's, which its doctor knows.
/// </summary>
public static class ListReviews
{
    const string OfDoctor = """
        where r.doctor_id = $1 and r.status <> 'rejected' and (r.written_at, r.id) < ($2, $3) order by r.written_at desc, r.id desc limit $4
        """;

    static readonly LocalDatePattern Month = LocalDatePattern.CreateWithInvariantCulture("uuuu-MM");

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/doctors/{id}/reviews", Get).RequireAuthorization(Policies.Anyone).Answers<Page<PublicReview>>(200, 400, 404);

    static async Task<IResult> Get(
        Guid id, string? cursor, int? limit, Caller caller, NpgsqlDataSource dataSource, PatientKeys keys, MasterKeys masterKeys, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var page = PageRequest.Of(errors, limit, cursor);
        var after = page.After(errors, parts => ReviewPlace.Open(parts, masterKeys), ReviewPlace.End);
        if (errors.Any)
        {
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        }

        if (!await IsKnown(dataSource, id, caller, ct))
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        var rows = await ReviewRow.Read(
            ReviewRow.Command(dataSource, OfDoctor, Pg.Uuid(id), Pg.At(after.WrittenAt), Pg.Uuid(after.Id), Pg.Int(page.Limit + 1)), keys, ct);
        return TypedResults.Ok(page.Page(rows, Public, review => ReviewPlace.Sealed(review, masterKeys)));
    }

    /// <summary>Before ops have verified a doctor, they exist for the clinic only.</summary>
    static async Task<bool> IsKnown(NpgsqlDataSource dataSource, Guid doctor, Caller caller, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("select verified from doctors where id = $1").With(Pg.Uuid(doctor));
        return await command.ExecuteScalarAsync(ct) is bool verified && (verified || caller.ActsFor(new(doctor)));
    }

    static PublicReview Public(ReviewRow review) => new(
        review.Answer.Rating, review.Answer.Status == ReviewStatus.Approved ? review.Answer.Comment : null, Month.Format(review.Visited));
}

/// <summary>Where a review stands in a list by the time at which it was written.</summary>
sealed record ReviewPlace(Instant WrittenAt, Guid Id)
{
    public static readonly ReviewPlace Beginning = new(Instant.FromUtc(1999, 1, 1, 0, 0), Guid.Empty);
    public static readonly ReviewPlace End = new(Instant.FromUtc(2200, 1, 1, 0, 0), Guid.AllBitsSet);

    const int LongestEnvelope = 500;
    const char Separator = ' ';

    static readonly byte[] Purpose = [.. "cursor of public reviews"u8];

    public static string[] Of(ReviewRow review) => [InstantPattern.ExtendedIso.Format(review.Answer.WrittenAt), review.Answer.Id.ToString()];

    public static ReviewPlace? Parse(string[] parts) =>
        parts is [var at, var id] && QueryFields.Instant(at) is { } instant && Guid.TryParse(id, out var guid) ? new(instant, guid) : null;

    /// <summary>For everybody's eyes: when it was written, and its id, are for ops.</summary>
    public static string[] Sealed(ReviewRow review, MasterKeys keys) =>
        [Convert.ToBase64String(keys.Seal(Encoding.UTF8.GetBytes(string.Join(Separator, Of(review))), Purpose))];

    /// <returns>Null for what <see cref="Sealed"/> did not make.</returns>
    public static ReviewPlace? Open(string[] parts, MasterKeys keys)
    {
        var envelope = new byte[LongestEnvelope];
        if (parts is not [var text] || !Convert.TryFromBase64String(text, envelope, out var length))
        {
            return null;
        }

        try
        {
            return Parse(Encoding.UTF8.GetString(keys.Open(envelope.AsSpan(0, length), Purpose)).Split(Separator));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
