using Booking.Contracts;
using Booking.Service.Schedules;
using NodaTime;

namespace Booking.Service.Web.Settings;

/// <param name="Frame">Null for coupons that are good with every doctor.</param>
/// <param name="Zone">In which a first and a last day are meant.</param>
public sealed record CouponsModel(Frame? Frame, Form Form, Page<CouponAnswer> Coupons, DateTimeZone Zone)
{
    public string At => Frame?.At("/coupons") ?? CouponList.OfClinic;
}

/// <summary>Codes to give out: a doctor's, and those that are good with every doctor.</summary>
static class CouponList
{
    public const string OfClinic = "/desk/coupons";
    const string Route = Frame.Route + "/coupons";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Route, (Guid id, string? cursor, Viewer viewer, CancellationToken ct) => Ask(id, Form.Of(), cursor, viewer, ct)).RequireAuthorization(Policies.DeskOrDoctor);
        pages.MapPost(Route, (Guid id, Form form, Viewer viewer, CancellationToken ct) => Create(id, form, viewer, ct)).RequireAuthorization(Policies.DeskOrDoctor);
        pages.MapPost(Route + "/{code}/remove", (Guid id, string code, Form form, Viewer viewer, CancellationToken ct) => Remove(id, code, form, viewer, ct)).RequireAuthorization(Policies.DeskOrDoctor);
        pages.MapGet(OfClinic, (string? cursor, Viewer viewer, CancellationToken ct) => Ask(null, Form.Of(), cursor, viewer, ct)).RequireAuthorization(Policies.Desk);
        pages.MapPost(OfClinic, (Form form, Viewer viewer, CancellationToken ct) => Create(null, form, viewer, ct)).RequireAuthorization(Policies.Desk);
        pages.MapPost(OfClinic + "/{code}/remove", (string code, Form form, Viewer viewer, CancellationToken ct) => Remove(null, code, form, viewer, ct)).RequireAuthorization(Policies.Desk);
    }

    static async Task<IResult> Create(Guid? doctor, Form form, Viewer viewer, CancellationToken ct)
    {
        var (zone, currency) = (DateTimeZone.Utc, form["currency"]?.ToUpperInvariant());
        if (doctor is { } id)
        {
            var (frame, problem) = await viewer.Frame(id, ct);
            if (frame is null)
                return Show.Wrong(problem);
            (zone, currency) = (Zones.Get(frame.Doctor.TimeZone), frame.Doctor.Fees.Standard.Currency);
        }

        var request = Read(form, doctor is null ? viewer.Zone ?? zone : zone, currency, clinicWide: doctor is null);
        if (form.Errors.Count > 0)
            return await Ask(doctor, form, null, viewer, ct);
        var answer = doctor is { } of ? await viewer.Api.CreateCoupon(of, request, form.Key, ct) : await viewer.Api.CreateClinicCoupon(request, form.Key, ct);
        return form.Refused(answer) ? await Ask(doctor, form, null, viewer, ct, (int)answer.Status) : Done(doctor, "added");
    }

    static async Task<IResult> Remove(Guid? doctor, string code, Form form, Viewer viewer, CancellationToken ct) =>
        await viewer.Api.DeleteCoupon(doctor, code, form.Key, ct: ct) is { Problem: { } problem } ? Show.Wrong(problem) : Done(doctor, "removed");

    static async Task<IResult> Ask(Guid? doctor, Form form, string? cursor, Viewer viewer, CancellationToken ct, int? status = null)
    {
        var coupons = viewer.Api.Coupons(doctor, new(Limit: 50, cursor), ct);
        var (frame, problem) = doctor is { } id ? await viewer.Frame(id, ct) : (null, null);
        if ((problem ?? (await coupons).Problem) is { } wrong)
            return Show.Wrong(wrong);
        var zone = frame is null ? viewer.Zone ?? DateTimeZone.Utc : Zones.Get(frame.Doctor.TimeZone);
        return Show.Page<CouponsPage, CouponsModel>(new(frame, form, (await coupons).Value, zone), status ?? form.Status());
    }

    static CouponRequest Read(Form form, DateTimeZone zone, string? currency, bool clinicWide)
    {
        var type = form.Enum("discount.type", DiscountType.Percent);
        var value = type == DiscountType.Percent ? form.Needed("discount.value") : form.Amount("discount.value", currency ?? "");
        return new(
            form["code"] ?? "", new(type, value), form.Number("maxUses"), form.Number("maxUsesPerPatient"), Midnight(form.Date("validFrom"), zone),
            Midnight(form.Date("validTo")?.PlusDays(1), zone), form.Enums<AppointmentType>("types") is { Count: > 0 } types ? types : null,
            clinicWide && type == DiscountType.Fixed ? currency : null);
    }

    static Instant? Midnight(LocalDate? date, DateTimeZone zone) => date is { Year: > 1 and < 9999 } day ? LocalEdge.StartOfDay(day, zone) : null;

    static IResult Done(Guid? doctor, string done) => doctor is { } id ? Frame.Done(id, "/coupons", done) : Show.See($"{OfClinic}?done={done}");
}
