using System.Text.Json.Serialization;

namespace Booking.Contracts;

[JsonConverter(typeof(WireEnum<VideoProvider>))]
public enum VideoProvider
{
    [JsonStringEnumMemberName("zoom")] Zoom,
    [JsonStringEnumMemberName("teams")] Teams,
    [JsonStringEnumMemberName("meet")] Meet,
    [JsonStringEnumMemberName("custom")] Custom,
}

/// <summary>Where a doctor sees patients. Coming confirmed visits follow a change.</summary>
/// <param name="Link">
/// <c>https</c>, at most 500 characters, without user name or password. With <c>{room}</c>, once, behind the host, each visit gets a room of its
/// own whose name nobody can guess (128 random bits); without it all visits share the link.
/// </param>
public sealed record VideoRequest(VideoProvider Provider, string Link);

/// <param name="Provider">Null while none is configured.</param>
/// <param name="Link">As it was put; null while none is configured.</param>
public sealed record VideoAnswer(VideoProvider? Provider, string? Link);
