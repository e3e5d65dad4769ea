using System.Globalization;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Patients;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Booking.Service.Payments;

/// <summary>What people have to look at about money: listed until somebody says what was done about it.</summary>
public static class Anomalies
{
    const string Columns = "select payment_id, number, kind, detail, found_at, resolved_at from anomalies";

    const string Query = $"""
        {Columns}
         where ($1 or resolved_at is null) and (found_at, payment_id, number) > ($2, $3, $4)
         order by found_at, payment_id, number limit $5
        """;

    static readonly Refusal NoSuch = Refusals.NotFound;
    static readonly Refusal SayWhether = new("went-back-missing", "Say in wentBack whether the money of this refund went back.", StatusCodes.Status400BadRequest);

    /// <param name="wentBack">What a person found out about a refund whose fate was not known; null where that is not the question.</param>
    public static Decision<PaymentEvent> Resolve(PaymentState payment, int number, byte[] note, bool? wentBack)
    {
        if (payment.Anomalies.FirstOrDefault(a => a.As.Number == number) is not { } anomaly)
        {
            return NoSuch;
        }

        if (anomaly.IsResolved)
        {
            return [];
        }

        if (Unknown(payment, anomaly) is not { } refund)
        {
            return [new AnomalyResolved(number, note)];
        }

        return wentBack switch
        {
            null => SayWhether,
            true => [new AnomalyResolved(number, note), new RefundSucceeded(refund.Number)],
            false => [new AnomalyResolved(number, note), .. Refund.Failed(payment, refund, "not made")],
        };
    }

    static PaymentRefund? Unknown(PaymentState payment, Anomaly anomaly) => anomaly.As.Kind == AnomalyKind.RefundUnresolved
        ? payment.Refunds.FirstOrDefault(r => r.IsOpen && Subject(r.Number) == anomaly.As.Subject)
        : null;

    /// <summary>The <see cref="AnomalyFound.Subject"/> of what is about a refund.</summary>
    public static string Subject(int refund) => string.Create(CultureInfo.InvariantCulture, $"refund {refund}");

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/ops/anomalies", Get).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<Page<AnomalyItem>>(200, 400);
        app.MapGet("/ops/anomalies/{id}", One).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<AnomalyItem>(200, 404);
        app.MapPost("/ops/anomalies/{id}/resolve", Post).RequireAuthorization(Policies.Ops).WithTags("Ops").AnswersNothing(204, 400, 404, 409, 412, 422);
    }

    static async Task<IResult> Get(bool? all, string? cursor, int? limit, HttpContext http, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var page = PageRequest.Of(errors, limit, cursor);
        var after = page.After(errors, Place.Parse, Place.Beginning);
        if (errors.Any)
        {
            return Problems.Invalid(http, errors.ToDictionary());
        }

        await using var command = dataSource.CreateCommand(Query).With(
            Pg.Bool(all ?? false), Pg.At(after.At), Pg.Uuid(after.Payment), Pg.Int(after.Number), Pg.Int(page.Limit + 1));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<(Place Place, AnomalyItem Item)> rows = [];
        while (await row.ReadAsync(ct))
        {
            rows.Add((new(row.GetInstant(4), row.GetGuid(0), row.GetInt32(1)), Read(row)));
        }

        return TypedResults.Ok(page.Page(rows, r => r.Item, r => r.Place.Parts));
    }

    static async Task<IResult> One(string id, HttpContext http, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        if (Parse(id) is not var (payment, number))
        {
            return NoSuch.Problem(http);
        }

        await using var command = dataSource.CreateCommand(Columns + " where payment_id = $1 and number = $2").With(Pg.Uuid(payment), Pg.Int(number));
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? TypedResults.Ok(Read(row)) : NoSuch.Problem(http);
    }

    static AnomalyItem Read(NpgsqlDataReader row) => new(
        $"{row.GetGuid(0)}-{row.GetInt32(1)}", row.GetGuid(0), row.GetString(2), row.GetString(3), row.GetInstant(4), row.GetInstantOrNull(5));

    static (Guid Payment, int Number)? Parse(string id) =>
        id.LastIndexOf('-') is var dash and > 0 && Guid.TryParse(id.AsSpan(0, dash), out var payment)
        && int.TryParse(id.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (payment, number)
            : null;

    static async Task<IResult> Post(string id, ResolveRequest request, Caller caller, Commands commands, PatientKeys keys, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        if (request.Note.Length is 0 or > Limits.FreeText)
        {
            return Problems.Invalid(caller.Http, "note", $"Must have 1 to {Limits.FreeText} characters.");
        }

        if (Parse(id) is not var (payment, number) || await dataSource.FindAppointmentOf(new(payment), ct) is not { } row)
        {
            return NoSuch.Problem(caller.Http);
        }

        var note = (await keys.For(row.Patient, ct)).Seal(request.Note, Fields.AnomalyNote);
        return await commands.Run(caller, (unit, now) =>
        {
            var streams = new VisitUnit(unit, row, now);
            return () =>
            {
                var decision = Resolve(streams.Money!.State, number, note, request.WentBack);
                if ((caller.Expects(streams.Money.Version) ?? streams.Append(decision)) is { } refusal)
                {
                    return refusal;
                }

                if (decision.Events.Length > 1)
                {
                    Settlement.AfterMoney(streams);
                }

                return Answer.NoContent();
            };
        }, ct);
    }

    sealed record Place(Instant At, Guid Payment, int Number)
    {
        public static readonly Place Beginning = new(Instant.FromUtc(1999, 1, 1, 0, 0), Guid.Empty, 0);

        public string[] Parts => [InstantPattern.ExtendedIso.Format(At), Payment.ToString(), Number.ToString(CultureInfo.InvariantCulture)];

        public static Place? Parse(string[] parts) =>
            parts is [var at, var payment, var number] && QueryFields.Instant(at) is { } instant && Guid.TryParse(payment, out var id)
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
                ? new(instant, id, n)
                : null;
    }
}
