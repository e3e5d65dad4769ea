using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Availability;
using Booking.Service.Patients;
using Booking.Service.SlotLocks;
using NodaTime;
using Npgsql;
using Payments.Adapters;

namespace Booking.Service.Appointments;

/// <summary>Books visits a week apart in one transaction: each start is held and the hold spent at once, by every rule of both.</summary>
public static class BookSeries
{
    const int Least = 2, Most = 26;

    /// <summary>How often a series that lost a race is decided anew, on what the winner left.</summary>
    const int Attempts = 3;

    /// <summary>What is one start's misfortune. Everything else, such as a provider that takes no such amount, is that of the whole series.</summary>
    static readonly Refusal[] OfOneStart =
    [
        HoldSlot.NotOffered, HoldSlot.Started, HoldSlot.NoticeTooShort, HoldSlot.Taken, HoldSlot.DayFull, PatientRules.NeedsVisit, PatientRules.Busy,
        RequestAppointment.TooLate,
    ];

    /// <summary>
    /// The same local time every week. Where a clock change skips it, the instant of the change; where it comes twice, the earlier: as a
    /// window's start is read (<see cref="Schedules.LocalEdge"/>), so hours that begin then offer it.
    /// </summary>
    public static IReadOnlyList<Instant> Starts(Instant first, int count, DateTimeZone zone)
    {
        var local = first.InZone(zone).LocalDateTime;
        return [first, .. Enumerable.Range(1, count - 1).Select(week => Schedules.LocalEdge.Start(local.PlusWeeks(week), zone))];
    }

    /// <summary>What becomes of the whole, given what each start would be refused for.</summary>
    /// <returns>Null when what is to be had is booked.</returns>
    public static Refusal? Decide(IReadOnlyList<(Instant Start, Refusal? Refused)> starts, SeriesConflict onConflict)
    {
        if (starts.Select(start => start.Refused).FirstOrDefault(refused => refused is not null && !OfOneStart.Contains(refused)) is { } whole)
        {
            return whole;
        }

        var refused = Reasons(starts);
        return refused.Count == 0 || (onConflict == SeriesConflict.Skip && refused.Count < starts.Count) ? null : HoldSlot.Taken with
        {
            Extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["starts"] = refused.Select(start => start.Start).ToArray(), ["reasons"] = refused },
        };
    }

    public static List<StartRefused> Reasons(IEnumerable<(Instant Start, Refusal? Refused)> starts) =>
        [.. starts.Where(start => start.Refused is not null).Select(start => new StartRefused(start.Start, start.Refused!.Code))];

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/api/appointments/series", Post).RequireAuthorization(Policies.PatientOrDesk).Answers<SeriesAnswer>(201, 400, 403, 404, 409, 422);

    static async Task<IResult> Post(
        SeriesRequest series, Caller caller, Commands commands, PatientOfRequest patients, PaymentGateways gateways, HoldLimits limits, Terms terms,
        NpgsqlDataSource dataSource, CancellationToken ct)
    {
        var request = new AppointmentRequest(
            Guid.Empty, series.Provider, CouponCode: null, series.Reason, series.PatientId, series.Patient, series.Place, series.TermsVersion, series.Override);
        if (Validate(series, request, caller) is { } invalid)
        {
            return invalid;
        }

        if (await ZoneOf(dataSource, series.DoctorId, ct) is not { } zone)
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        if (await patients.Find(request, commands.Context(caller), caller, ct) is not { } patient)
        {
            return Problems.Invalid(caller.Http, "patientId", "There is no such patient.");
        }

        var asked = new SeriesAsked(
            new(series.DoctorId), series.Type, Starts(series.Start, series.Count, zone), zone, series.OnConflict, request, patient,
            await patients.Seal(patient, request.Reason, ct), gateways.For(request.Provider), terms, caller, caller.IsDesk ? null : limits.PerPatient);
        return await Run(asked, caller, commands, ct);
    }

    /// <summary>A start that went between the look and the commit is told without its name, so the series is looked at again.</summary>
    static async Task<Reply> Run(SeriesAsked asked, Caller caller, Commands commands, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var reply = await commands.Run(caller, (unit, now) => new SeriesUnit(unit, now, asked).Decide, ct);
            if (attempt == Attempts || reply.Refusal is not { Extensions: null } lost || !OfOneStart.Contains(lost))
            {
                return reply;
            }
        }
    }

    static IResult? Validate(SeriesRequest series, AppointmentRequest request, Caller caller)
    {
        if (RequestFields.Validate(request, caller) is { } invalid)
        {
            return invalid;
        }

        var errors = new FieldErrors();
        errors.RequireRange(series.Count, Least, Most, "count");
        errors.Require(Offers.IsThinkable(series.Start), "start", "Must be a whole second of the years 2000 to 2199.");
        return errors.Any ? Problems.Invalid(caller.Http, errors.ToDictionary()) : null;
    }

    static async Task<DateTimeZone?> ZoneOf(NpgsqlDataSource dataSource, Guid doctor, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("select zone from calendars where doctor_id = $1").With(Pg.Uuid(doctor));
        return await command.ExecuteScalarAsync(ct) is string zone ? Zones.Provider[zone] : null;
    }
}
