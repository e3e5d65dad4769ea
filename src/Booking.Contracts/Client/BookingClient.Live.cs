using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Booking.Contracts;

public sealed partial class BookingClient
{
    /// <summary>
    /// Watches availability. It begins with a null, once nothing is missed any more: whoever asks for the list then knows everything. It ends
    /// when the server stops; connecting again with <paramref name="resume"/> then tells every start that is offered first.
    /// </summary>
    /// <exception cref="HttpRequestException">Refused, or cut off.</exception>
    public async IAsyncEnumerable<SlotChange?> WatchAvailability(
        Guid doctorId, AvailabilityQuery query, bool resume = false, [EnumeratorCancellation] CancellationToken ct = default)
    {
        var url = OfDoctor(doctorId, "/availability/live")
            .With("from", query.From).With("to", query.To).With("timeZone", query.TimeZone).With("type", query.Type);
        using var request = With([("Last-Event-ID", resume ? "0" : null)], new(HttpMethod.Get, url.ToString()));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        response.EnsureSuccessStatusCode();
        yield return null;
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync(ct)).EnumerateAsync(ct))
        {
            yield return JsonSerializer.Deserialize<SlotChange>(item.Data, ContractsJson.Options);
        }
    }
}
