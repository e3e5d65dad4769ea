using Booking.Contracts;

namespace Booking.Service.Appointments;

/// <summary>The terms of booking in force: configuration <c>Booking:TermsVersion</c>, 1 to 50 characters, default <c>1</c>.</summary>
public sealed record Terms(string Version)
{
    const int Longest = 50;

    /// <exception cref="StartupRefusedException">The version is empty or too long.</exception>
    public static Terms Of(IConfiguration configuration) => configuration["Booking:TermsVersion"] switch
    {
        null => new("1"),
        { Length: > 0 and <= Longest } version => new(version),
        _ => throw new StartupRefusedException($"Booking:TermsVersion must have 1 to {Longest} characters."),
    };

    public static void Map(IEndpointRouteBuilder app)
    {
        // Read at start, so that a version that cannot be is told then and not by the first visit.
        var terms = app.ServiceProvider.GetRequiredService<Terms>();
        app.MapGet("/api/terms", () => TypedResults.Ok(new TermsAnswer(terms.Version))).RequireAuthorization(Policies.Anyone).Answers<TermsAnswer>(200);
    }
}
