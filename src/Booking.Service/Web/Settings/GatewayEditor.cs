using Booking.Contracts;

namespace Booking.Service.Web.Settings;

/// <param name="Form">Keys are never shown again, whatever was wrong with the rest.</param>
/// <param name="IsSet">There are keys already; what is typed replaces them.</param>
public sealed record GatewayModel(Frame Frame, PaymentProvider Provider, Form Form, string? Version, bool IsSet);

/// <summary>Puts an account with one provider. Keys go in and never come out.</summary>
static class GatewayEditor
{
    const string Route = Frame.Route + "/gateways/{provider}";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Route, Get).RequireAuthorization(Policies.OpsOrDoctor);
        pages.MapPost(Route, Post).RequireAuthorization(Policies.OpsOrDoctor);
    }

    static Task<IResult> Get(Guid id, string provider, Viewer viewer, CancellationToken ct) =>
        Wire.TryParse<PaymentProvider>(provider, out var known) ? Ask(id, known, Form.Of(), viewer, ct) : Task.FromResult(Show.NotFound());

    static async Task<IResult> Post(Guid id, string provider, Form form, Viewer viewer, CancellationToken ct)
    {
        if (!Wire.TryParse<PaymentProvider>(provider, out var known))
            return Show.NotFound();
        Task<Answer<GatewayAnswer>> Put() => known switch
        {
            PaymentProvider.Stripe => viewer.Api.SetGateway(id, new StripeGatewayRequest(Mode(form), Currency(form), Key(form, "secretKey"), Secrets(form)), form.Key, form.Version, ct),
            PaymentProvider.Razorpay => viewer.Api.SetGateway(id, new RazorpayGatewayRequest(Mode(form), Currency(form), Key(form, "keyId"), Key(form, "keySecret"), Secrets(form)), form.Key, form.Version, ct),
            PaymentProvider.PayTabs => viewer.Api.SetGateway(id, new PayTabsGatewayRequest(Mode(form), Currency(form), form["region"] ?? "", form.Needed("profileId"), Key(form, "serverKey")), form.Key, form.Version, ct),
            _ => viewer.Api.SetGateway(id, new ManualGatewayRequest(form["instructions"] ?? ""), form.Key, form.Version, ct),
        };
        var answer = await Put();
        return form.Refused(answer, path => path == "webhookSecrets" ? "webhookSecrets[0]" : path) ? await Ask(id, known, form, viewer, ct, answer) : Frame.Done(id, "/gateways", "saved");
    }

    static async Task<IResult> Ask(Guid id, PaymentProvider provider, Form form, Viewer viewer, CancellationToken ct, Answer<GatewayAnswer>? refused = null)
    {
        var (frame, accounts, problem) = await viewer.With(id, () => viewer.Api.Gateways(id, ct), ct);
        if (problem is not null)
            return Show.Wrong(problem);
        var present = accounts!.Value.Items.FirstOrDefault(account => account.Provider == provider);
        if (refused is null)
            form.Put("mode", Wire.Name(present?.Mode ?? GatewayMode.Test)).Put("currency", present?.Currency ?? frame!.Doctor.Fees.Standard.Currency);
        return Show.Page<GatewayPage, GatewayModel>(
            new(frame!, provider, form, refused is null || refused.IsStale() ? accounts.ETag : form.Version, present is not null && provider != PaymentProvider.Manual),
            refused is null ? StatusCodes.Status200OK : (int)refused.Status);
    }

    static GatewayMode Mode(Form form) => form.Enum("mode", GatewayMode.Test);

    static string Currency(Form form) => (form["currency"] ?? "").ToUpperInvariant();

    static string Key(Form form, string name) => form[name] ?? "";

    static IReadOnlyList<string> Secrets(Form form) => [.. new[] { form["webhookSecrets[0]"], form["webhookSecrets[1]"] }.OfType<string>()];
}
