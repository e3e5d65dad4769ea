namespace Booking.Service.Web.SigningIn;

/// <summary>Signing in, registering, and what people set up for themselves.</summary>
static class AccountPages
{
    public static void Map(IEndpointRouteBuilder pages) => SignIn.Map(pages);
}
