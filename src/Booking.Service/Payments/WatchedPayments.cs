using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Payments;

/// <summary>Payments that have not come to their end: what the reconciler asks about, and money that is stuck.</summary>
static class WatchedPayments
{
    const string Text = """
        select p.id, p.appointment_id, p.doctor_id, p.provider, p.status, p.currency, p.amount, p.captured, p.refunded, p.refunding, p.stuck, p.attempts, p.watch_till,
               c.checked_at, c.next_at
          from payments p left join payment_checks c on c.payment_id = p.id
         where (p.watch_till > $1 or (p.watch_till is not null and p.stuck > 0)) and (p.watch_till, p.id) > ($2, $3)
         order by p.watch_till, p.id limit $4
        """;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/ops/payments", Get).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<Page<WatchedPayment>>(200, 400);

    static async Task<IResult> Get(string? cursor, int? limit, HttpContext http, NpgsqlDataSource dataSource, IClock clock, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var page = PageRequest.Of(errors, limit, cursor);
        var after = page.After(errors, TimePlace.Parse, TimePlace.Oldest);
        if (errors.Any)
            return Problems.Invalid(http, errors.ToDictionary());
        await using var command = dataSource.CreateCommand(Text)
            .With(Pg.At(clock.GetCurrentInstant()), Pg.At(after.At), Pg.Uuid(after.Id), Pg.Int(page.Limit + 1));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<WatchedPayment> rows = [];
        while (await row.ReadAsync(ct))
            rows.Add(Read(row));
        return TypedResults.Ok(page.Page(rows, payment => payment, payment => new TimePlace(payment.WatchTill, payment.Id).Parts));
    }

    static WatchedPayment Read(NpgsqlDataReader row)
    {
        var currency = row.GetString(5);
        Money Of(int ordinal) => new(row.GetInt64(ordinal), currency);
        return new(
            row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), Wire.Parse<PaymentProvider>(row.GetString(3)), Wire.Parse<PaymentStatus>(row.GetString(4)),
            Of(6), Of(7), Of(8), Of(9), Of(10), row.GetInt32(11), row.GetInstant(12), row.GetInstantOrNull(13), row.GetInstantOrNull(14));
    }
}
