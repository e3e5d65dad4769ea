namespace Booking.Service.Web.Settings;

/// <summary>How a doctor works: hours, rules, prices, accounts.</summary>
static class SettingsPages
{
    public static void Map(IEndpointRouteBuilder pages)
    {
    }
}
