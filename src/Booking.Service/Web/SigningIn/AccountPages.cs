namespace Booking.Service.Web.SigningIn;

/// <summary>Signing in, registering, and what people set up for themselves.</summary>
static class AccountPages
{
    public static void Add(IServiceCollection services) => services.AddScoped<Security.Factor>();

    public static void Map(IEndpointRouteBuilder pages)
    {
        SignIn.Map(pages);
        SecondStep.Map(pages);
        Registration.Map(pages);
        Confirmation.Map(pages);
        ForgottenPassword.Map(pages);
        OwnAccount.Map(pages);
        Profile.Map(pages);
        NewPassword.Map(pages);
        Security.Map(pages);
        Notices.Map(pages);
    }

    /// <summary>What a page has just done, as the address tells the page that follows.</summary>
    /// <param name="known">Keys of texts, <c>said.saved</c> for <c>?said=saved</c>.</param>
    /// <returns>One of them, or null.</returns>
    public static string? Said(HttpContext http, params ReadOnlySpan<string> known)
    {
        var key = $"said.{http.Request.Query["said"]}";
        return known.Contains(key) ? key : null;
    }
}
