using Booking.Contracts;

namespace Booking.Service.Web.Consoles;

/// <param name="Next">The address of the next page; null on the last.</param>
public sealed record HoldsModel(IReadOnlyList<LiveHold> Holds, string? Next);

/// <summary>Panels that only show: processes, holds, reminders, what providers told, backups, configuration.</summary>
static class Standing
{
    const int Rows = 100;

    public static void Map(IEndpointRouteBuilder console)
    {
        console.MapGet("/nodes", (Viewer viewer, CancellationToken ct) => Page<NodesPage, ItemList<NodeItem>>(viewer.Api.Nodes(ct)));
        console.MapGet("/holds", Holds);
        console.MapGet("/reminders", (Viewer viewer, CancellationToken ct) => Page<RemindersPage, RemindersAnswer>(viewer.Api.Reminders(ct)));
        console.MapGet("/webhooks", (Viewer viewer, CancellationToken ct) => Page<WebhooksPage, ToldByProviders>(viewer.Api.ToldByProviders(ct)));
        console.MapGet("/backup", (Viewer viewer, CancellationToken ct) => Page<BackupPage, BackupAnswer>(viewer.Api.Backup(ct)));
        console.MapGet("/configuration", (Viewer viewer, CancellationToken ct) => Page<ConfigurationPage, ItemList<SettingItem>>(viewer.Api.Configuration(ct)));
        console.MapGet("/time-zones", (Viewer viewer, CancellationToken ct) => Page<ZonesPage, TimeZonesAnswer>(viewer.Api.TimeZones(ct)));
    }

    static async Task<IResult> Page<TView, TModel>(Task<Answer<TModel>> asked) where TView : View<TModel> where TModel : class
    {
        var answer = await asked;
        return answer.Body is { } body ? Show.Page<TView, TModel>(body) : Show.Wrong(answer.Problem);
    }

    static async Task<IResult> Holds(string? cursor, Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.Api.LiveHolds(new(Rows, cursor), ct);
        return answer.Body is { } page
            ? Show.Page<HoldsPage, HoldsModel>(new(page.Items, page.Next is { } next ? $"/console/holds?cursor={Uri.EscapeDataString(next)}" : null))
            : Show.Wrong(answer.Problem);
    }
}
