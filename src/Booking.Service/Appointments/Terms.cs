using Booking.Contracts;
using Booking.Service.Notifications;

namespace Booking.Service.Appointments;

/// <summary>
/// The terms of booking in force: configuration <c>Booking:TermsVersion</c>, 1 to 50 characters, default <c>1</c>, and <c>Booking:TermsUrl</c>, where they can be read; null when
/// that is not told.
/// </summary>
public sealed record Terms(string Version, string? Url = null)
{
    const int Longest = 50;

    /// <exception cref="StartupRefusedException">The version is empty or too long, or the address is none.</exception>
    public static Terms Of(IConfiguration configuration)
    {
        var (version, url) = (configuration["Booking:TermsVersion"] ?? "1", configuration["Booking:TermsUrl"]);
        if (version.Length is 0 or > Longest)
            throw new StartupRefusedException($"Booking:TermsVersion must have 1 to {Longest} characters.");
        return string.IsNullOrEmpty(url) ? new(version)
            : new(version, VisitLinks.Web(url) ?? throw new StartupRefusedException("Booking:TermsUrl must be an address that begins with https:// or http://."));
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        // Read at start, so that a version that cannot be is told then and not by the first visit.
        var terms = app.ServiceProvider.GetRequiredService<Terms>();
        app.MapGet("/api/terms", () => TypedResults.Ok(new TermsAnswer(terms.Version, terms.Url))).RequireAuthorization(Policies.Anyone).Answers<TermsAnswer>(200);
    }
}
