using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Web.Desks;

/// <param name="Hold">What holds the time already, when the booking itself was refused.</param>
/// <param name="Instead">The nearest free times, when somebody was faster.</param>
public sealed record BookModel(
    Form Form, PatientChoice Choice, DoctorAnswer Doctor, Instant Start, AppointmentType Type, HoldAnswer? Hold, IReadOnlyList<AvailableSlot> Instead)
{
    public DateTimeZone Zone => Zones.Get(Doctor.TimeZone);
}

/// <summary>A booking by telephone on one page: find the patient or take them down, and book. One button holds the time and spends the hold.</summary>
static class PhoneBooking
{
    const string HoldField = "holdId", HeldStart = "heldStart", HeldType = "heldType";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/desk/book", (Guid doctor, string start, string? type, Guid? patientId, Viewer viewer, CancellationToken ct) =>
            Ask(Form.Of(("doctor", doctor.ToString()), ("start", start), ("type", type), ("patientId", patientId?.ToString())), viewer, ct)).RequireAuthorization(Policies.Desk);
        pages.MapPost("/desk/book", Post).RequireAuthorization(Policies.Desk);
        pages.MapPost("/desk/patients/found", Found).RequireAuthorization(Policies.Desk);
    }

    static async Task<IResult> Found(Form form, Viewer viewer, CancellationToken ct) =>
        Show.Page<FoundPatients, PatientChoice>(await PatientChoice.Read(form, viewer, form["patient.timeZone"] ?? "UTC", anew: true, ct));

    static async Task<IResult> Post(Form form, Viewer viewer, CancellationToken ct)
    {
        if (form["do"] == "find")
            return await Ask(form, viewer, ct);
        if ((form.Id("doctor"), Start(form)) is not ({ } doctor, { } start))
            return Show.Wrong(Unreadable);
        var zone = form["patient.timeZone"] ?? "UTC";
        var (known, fresh) = await PatientChoice.Of(form, viewer, zone, ct);
        if (form.Errors.Count > 0)
            return await Ask(form, viewer, ct, StatusCodes.Status400BadRequest);
        var held = await Hold(form, viewer.Api, new(doctor, start, form.Enum("type", AppointmentType.Standard)), ct);
        if (form.Refused(held))
            return await Ask(form, viewer, ct, (int)held.Status, instead: held.Problem?.Alternatives);
        var hold = held.Value;
        var booked = await viewer.Api.Book(
            new(hold.Id, form.Enum("provider", PaymentProvider.Manual), Reason: form["reason"], PatientId: known, Patient: fresh, Place: form["place"], Override: Overrides(form)),
            Key(form, "book"), ct);
        return form.Refused(booked)
            ? await Ask(form, viewer, ct, (int)booked.Status, booked.Problem?.Code is "hold-expired" or "hold-used" ? null : hold, booked.Problem?.Alternatives)
            : Show.See(DeskLinks.Booked(doctor, booked.Value.Start.InZone(Zones.Get(booked.Value.TimeZone)).Date, booked.Value.Id));
    }

    /// <summary>The hold that an earlier press of the button made, while it is for this time; else a new one.</summary>
    static async Task<Answer<HoldAnswer>> Hold(Form form, BookingClient api, HoldRequest wanted, CancellationToken ct)
    {
        if (form.Id(HoldField) is { } earlier)
        {
            if (form.Instant(HeldStart) == wanted.Start && form[HeldType] == Wire.Name(wanted.Type)
                && (await api.Holds(new(100), ct)).Body?.Items.FirstOrDefault(hold => hold.Id == earlier) is { } live)
                return new(System.Net.HttpStatusCode.OK, live, Problem: null, ETag: null, Location: null);
            await api.ReleaseHold(earlier, ct: ct);
        }

        return await api.Hold(wanted, Key(form, "hold"), ct);
    }

    static async Task<IResult> Ask(
        Form form, Viewer viewer, CancellationToken ct, int status = StatusCodes.Status200OK, HoldAnswer? hold = null, IReadOnlyList<AvailableSlot>? instead = null)
    {
        if ((form.Id("doctor"), Start(form)) is not ({ } id, { } start))
            return Show.Wrong(Unreadable);
        var doctor = await viewer.Api.Doctor(id, ct);
        if (doctor.Problem is { } unknown)
            return Show.Wrong(unknown);
        var choice = await PatientChoice.Read(form, viewer, doctor.Value.TimeZone, anew: form["do"] == "find", ct);
        return Show.Page<BookPage, BookModel>(new(form, choice, doctor.Value, start, form.Enum("type", AppointmentType.Standard), hold, instead ?? []), status);
    }

    // One of the times that were offered instead is a button of the same form.
    static Instant? Start(Form form) => form.Instant("instead") ?? form.Instant("start");

    public static IReadOnlyList<string>? Overrides(Form form) => form.All("override") is { Count: > 0 } codes ? codes : null;

    /// <summary>Each change that a form makes has a key of its own, made of the form's.</summary>
    public static string? Key(Form form, string part) => form.Key is { } key ? $"{key}-{part}" : null;

    public static Problem Unreadable => new("/problems/invalid", "The request is not valid.", StatusCodes.Status400BadRequest);
}
