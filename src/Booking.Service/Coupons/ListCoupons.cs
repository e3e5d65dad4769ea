using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Coupons;

/// <summary>Coupons by code with how often each is in use, those that were deactivated included.</summary>
public static class ListCoupons
{
    const string Query = $"select {CouponBody.Columns} from coupons where doctor_id is not distinct from $1 and code > $2 order by code limit $3";
    const string One = $"select {CouponBody.Columns} from coupons where id = $1";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/doctors/{id}/coupons", OfDoctor).RequireAuthorization(Policies.DeskOrDoctor).Answers<Page<CouponAnswer>>(200, 400, 403);
        app.MapGet("/api/coupons", OfClinic).RequireAuthorization(Policies.Desk).Answers<Page<CouponAnswer>>(200, 400);
        app.MapGet("/api/doctors/{id}/coupons/{code}", OneOfDoctor).RequireAuthorization(Policies.DeskOrDoctor).Answers<CouponAnswer>(200, 403, 404);
        app.MapGet("/api/coupons/{code}", OneOfClinic).RequireAuthorization(Policies.Desk).Answers<CouponAnswer>(200, 404);
    }

    static async Task<IResult> OfDoctor(Guid id, string? cursor, int? limit, Caller caller, NpgsqlDataSource dataSource, CancellationToken ct) =>
        caller.ActsFor(new(id)) ? await List(id, cursor, limit, caller, dataSource, ct) : Refusals.Forbidden.Problem(caller.Http);

    static Task<IResult> OfClinic(string? cursor, int? limit, Caller caller, NpgsqlDataSource dataSource, CancellationToken ct) =>
        List(null, cursor, limit, caller, dataSource, ct);

    static async Task<IResult> List(Guid? doctor, string? cursor, int? limit, Caller caller, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var page = PageRequest.Of(errors, limit, cursor);
        var after = page.After(errors, static parts => parts is [var code] ? code : null, "");
        if (errors.Any)
        {
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        }

        await using var command = dataSource.CreateCommand(Query).With(Pg.UuidOrNull(doctor), Pg.Text(after), Pg.Int(page.Limit + 1));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<CouponAnswer> rows = [];
        while (await row.ReadAsync(ct))
        {
            rows.Add(CouponBody.Read(row).Coupon);
        }

        return TypedResults.Ok(page.Page(rows, static coupon => coupon, static coupon => [coupon.Code]));
    }

    static async Task<IResult> OneOfDoctor(Guid id, string code, Caller caller, NpgsqlDataSource dataSource, CancellationToken ct) =>
        caller.ActsFor(new(id)) ? await Get(new(id), code, caller, dataSource, ct) : Refusals.Forbidden.Problem(caller.Http);

    static Task<IResult> OneOfClinic(string code, Caller caller, NpgsqlDataSource dataSource, CancellationToken ct) => Get(null, code, caller, dataSource, ct);

    static async Task<IResult> Get(DoctorId? doctor, string code, Caller caller, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        if (Coupon.Normal(code) is not { } normal)
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        await using var command = dataSource.CreateCommand(One).With(Pg.Uuid(Coupon.Stream(doctor, normal)));
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct))
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        var (coupon, version) = CouponBody.Read(row);
        return ETags.Ok(caller.Http, coupon, version);
    }
}
