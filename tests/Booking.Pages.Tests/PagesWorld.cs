namespace Booking.Pages.Tests;

/// <summary>Gives the catalogue's addresses the ids of things that a fixture's clinic has.</summary>
static class PagesWorld
{
    public static async Task<IReadOnlyList<(string Who, string Address)>> Addresses(PagesFixture service)
    {
        var names = await service.Names();
        return [.. Catalogue.Pages.Select(page => (page.Who, Filled(page.Address, names)))];
    }

    public static string Filled(string address, IReadOnlyDictionary<string, string> names) =>
        names.Aggregate(address, (filled, name) => filled.Replace($"{{{name.Key}}}", name.Value, StringComparison.Ordinal));
}
