using System.Text.Json;
using System.Text.Json.Nodes;

namespace Booking.Service.Appointments;

/// <summary>
/// Leaves the place where two people meet out of what is told of events: the visit itself shows it, to those two, while it is confirmed. An
/// event that says it would show it to the desk and to ops, and for ever.
/// </summary>
static class HiddenLink
{
    const string Member = "meetingLink";

    /// <param name="json">An event's data as stored.</param>
    /// <returns>The data with null in the place of a link.</returns>
    public static JsonElement Tell(byte[] json)
    {
        if (json.AsSpan().IndexOf("\"meetingLink\""u8) < 0 || JsonNode.Parse(json) is not JsonObject data || data[Member] is null)
        {
            return JsonElement.Parse(json);
        }

        data[Member] = null;
        return JsonSerializer.SerializeToElement(data);
    }
}
