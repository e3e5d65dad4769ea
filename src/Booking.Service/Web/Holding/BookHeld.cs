using Booking.Contracts;

namespace Booking.Service.Web.Holding;

/// <summary>Spends a hold on a visit, and leads on to where it is paid, or to the visit.</summary>
static class BookHeld
{
    /// <summary>Beside which field a refusal is told; any other is told on top.</summary>
    static readonly Dictionary<string, string> Fields = new(StringComparer.Ordinal)
    {
        ["coupon-unknown"] = "couponCode", ["coupon-expired"] = "couponCode", ["coupon-exhausted"] = "couponCode", ["coupon-not-applicable"] = "couponCode",
        ["not-licensed-there"] = "place", ["gateway-not-configured"] = "provider", ["amount-not-payable"] = "provider", ["too-late-for-provider"] = "provider",
    };

    public static void Map(IEndpointRouteBuilder pages) => pages.MapPost("/holds/{id:guid}/book", Post).RequireAuthorization(Policies.Patient);

    static async Task<IResult> Post(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        // Nothing is due with a coupon for all of it, and then nobody takes it; what is due is for the interface to say.
        var provider = form.Enum("provider", PaymentProvider.Manual);
        var answer = await viewer.Api.Book(
            new(id, provider, form["couponCode"], form["reason"], Place: form["place"], TermsVersion: form["termsVersion"]), form.Key, ct);
        if (answer.Body is { } visit)
            return Show.See(visit.Payment is null or { Provider: PaymentProvider.Manual } ? $"/visits/{visit.Id}" : $"/visits/{visit.Id}/pay");
        if (answer.Problem is not { } problem || problem.Status is StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound)
            return Show.Wrong(answer.Problem);
        if (problem.Errors is null && Fields.TryGetValue(problem.Code, out var field))
            form.Add(field, viewer.Problem(problem));
        // What has become of the hold is the hold's page to say: spent by the other press of the same button, or lapsed, with other times.
        else if (problem.Code is not ("hold-used" or "hold-expired"))
            form.Refused(answer);
        return await Held.Answer(id, form, viewer, model => Show.Page<HeldPage, HeldModel>(model, problem.Status), ct);
    }
}
