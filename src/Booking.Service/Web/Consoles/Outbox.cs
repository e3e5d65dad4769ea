using Booking.Contracts;

namespace Booking.Service.Web.Consoles;

/// <param name="Waiting">A page of it, in the order in which it was asked for.</param>
/// <param name="Next">The address of the next page; null on the last.</param>
public sealed record OutboxModel(IReadOnlyList<OutboxType> Types, IReadOnlyList<OutboxItem> Waiting, string? Next);

/// <summary>What waits to be delivered, by destination and one by one.</summary>
static class Outbox
{
    const int Rows = 50;

    public static void Map(IEndpointRouteBuilder console) => console.MapGet("/outbox", Get);

    static async Task<IResult> Get(string? cursor, Viewer viewer, CancellationToken ct)
    {
        var (types, waiting) = (viewer.Api.OutboxTypes(ct), viewer.Api.Outbox(new(Rows, cursor), ct));
        await Task.WhenAll(types, waiting);
        return (await types, await waiting) is ({ Body: { } byType }, { Body: { } page })
            ? Show.Page<OutboxPage, OutboxModel>(new(byType.Items, page.Items, page.Next is { } next ? $"/console/outbox?cursor={Uri.EscapeDataString(next)}" : null))
            : Show.Wrong((await types).Problem ?? (await waiting).Problem);
    }
}
