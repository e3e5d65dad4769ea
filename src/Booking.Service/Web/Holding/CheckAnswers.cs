namespace Booking.Service.Web.Holding;

/// <summary>Everything once more before anything is booked. What was typed travels on in the form.</summary>
static class CheckAnswers
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapPost("/holds/{id:guid}/check", Post).RequireAuthorization(Policies.Patient);

    static Task<IResult> Post(Guid id, Form form, Viewer viewer, CancellationToken ct) => Held.Answer(id, form, viewer, model => Judge(model, viewer), ct);

    public static IResult Page(HeldModel model) => Show.Page<CheckPage, HeldModel>(model);

    static IResult Judge(HeldModel model, Viewer viewer)
    {
        var form = model.Form;
        if (model.Doctor.LicensedIn.Count > 0 && !model.Doctor.LicensedIn.Contains(form["place"] ?? ""))
            form.Add("place", viewer[form["place"] == Held.Elsewhere ? "holding.place_not" : "holding.place_needed"]);
        if (form["reason"] is { Length: > Limits.FreeText })
            form.Add("reason", $"Must have at most {Limits.FreeText} characters.");
        if (!model.IsFree && !model.Providers.Contains(model.Provider))
            form.Add("provider", viewer["holding.provider_needed"]);
        return form.Errors.Count > 0 ? Held.Page(model) : Page(model);
    }
}
