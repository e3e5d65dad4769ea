using System.Text.Json;
using System.Text.Json.Nodes;
using Booking.EventStore;

namespace Booking.Service.Appointments;

/// <summary>
/// Leaves the place where two people meet out of what is told of events: the visit itself shows it, to those two, while it is confirmed. An
/// event that says it would show it to the desk and to ops, and for ever. What a doctor has configured may be the link of every visit.
/// </summary>
static class HiddenLink
{
    const string Configured = "video_configured";

    /// <returns>The event's data, with null in the place of a link.</returns>
    public static JsonElement Tell(RecordedEvent recorded)
    {
        var (json, member) = (recorded.Json, recorded.Type == Configured ? "link" : "meetingLink");
        if ((recorded.Type != Configured && json.AsSpan().IndexOf("\"meetingLink\""u8) < 0) || JsonNode.Parse(json) is not JsonObject data || data[member] is null)
        {
            return JsonElement.Parse(json);
        }

        data[member] = null;
        return JsonSerializer.SerializeToElement(data);
    }
}
