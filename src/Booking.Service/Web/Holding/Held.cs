using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Web.Holding;

/// <summary>A held time, and what its holder has typed so far.</summary>
/// <param name="Coupon">What the code in the form takes off; null when there is none, or none that is good.</param>
public sealed record HeldModel(HoldDetails Hold, DoctorAnswer Doctor, TermsAnswer Terms, Form Form, CouponCheckAnswer? Coupon)
{
    public Money Due => Coupon?.Due ?? Hold.Price;

    public bool IsFree => Due.Amount == 0;

    /// <summary>Through whom it is paid; the desk takes what is nothing.</summary>
    public PaymentProvider Provider => IsFree || !Wire.TryParse<PaymentProvider>(Form["provider"], out var chosen) ? PaymentProvider.Manual : chosen;

    /// <summary>When a visit that is booked now and paid at the desk has to be paid: never after its start.</summary>
    public Instant PayAtDeskBy(Instant now) => Instant.Min(now + Duration.FromHours(Doctor.Rules.ManualPaymentHours), Hold.Start);

    public IReadOnlyList<PaymentProvider> Providers => Doctor.Providers ?? [PaymentProvider.Manual];
}

/// <summary>The page of a hold: what is held until when, and the rest that a visit needs.</summary>
static class Held
{
    /// <summary>What is chosen in place of a country when none that is offered is right.</summary>
    public const string Elsewhere = "elsewhere";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/holds/{id:guid}", Get).RequireAuthorization(Policies.Patient);
        pages.MapPost("/holds/{id:guid}", Post).RequireAuthorization(Policies.Patient);
    }

    static Task<IResult> Get(Guid id, Viewer viewer, CancellationToken ct) => Answer(id, Form.Of(), viewer, Page, ct);

    /// <summary>Shows what was typed once more, as when a code is to be judged or something is to be changed.</summary>
    static Task<IResult> Post(Guid id, Form form, Viewer viewer, CancellationToken ct) => Answer(id, form, viewer, Page, ct);

    /// <summary>Goes on with a hold that lives; of any other it says what has become of it.</summary>
    public static async Task<IResult> Answer(Guid id, Form form, Viewer viewer, Func<HeldModel, IResult> go, CancellationToken ct)
    {
        var hold = await viewer.Api.FindHold(id, ct);
        if (hold.Problem is { } problem)
            return Show.Wrong(problem);
        if (hold.Value is { Status: HoldStatus.Spent, AppointmentId: { } visit })
            return Show.See($"/visits/{visit}");
        var (doctor, terms, coupon) = (viewer.Api.Doctor(hold.Value.DoctorId, ct), viewer.Api.Terms(ct), Coupon(hold.Value, form, viewer, ct));
        await Task.WhenAll(doctor, terms, coupon);
        if (((await doctor).Problem ?? (await terms).Problem) is { } other)
            return Show.Wrong(other);
        var model = new HeldModel(hold.Value, (await doctor).Value, (await terms).Value, form, await coupon);
        return model.Hold.Status == HoldStatus.Held ? go(model) : Show.Page<OverPage, HeldModel>(model, StatusCodes.Status410Gone);
    }

    /// <summary>The status tells what the form's errors or its problem are.</summary>
    public static IResult Page(HeldModel model) => Show.Page<HeldPage, HeldModel>(
        model, model.Form.Problem?.Status ?? (model.Form.Errors.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK));

    static async Task<CouponCheckAnswer?> Coupon(HoldDetails hold, Form form, Viewer viewer, CancellationToken ct)
    {
        if (form["couponCode"] is not { } code || hold.Status != HoldStatus.Held)
            return null;
        var answer = await viewer.Api.CheckCoupon(new(hold.DoctorId, code, hold.Type), ct);
        if (answer.Problem is { Errors: null } problem && !form.Errors.ContainsKey("couponCode"))
            form.Add("couponCode", viewer.Problem(problem));
        else
            form.Refused(answer);
        // The price is the hold's, whatever has happened to the fees since.
        return answer.Body is { } off ? off with { Price = hold.Price, Due = new(Math.Max(0, hold.Price.Amount - off.Discount.Amount), hold.Price.Currency) } : null;
    }
}
