using System.Buffers;
using System.Security.Cryptography;
using Booking.EventStore;
using Booking.Service.Availability;

namespace Booking.Service.Videos;

/// <summary>
/// The place where a visit's two parties meet, made from what the doctor has configured. A room's name is random and not derived from anything,
/// so that neither the visit's id nor another room's name leads to it; lower-case hex, because some providers take no account of case.
/// </summary>
public static class MeetingLink
{
    /// <summary>The longest link and template, in characters.</summary>
    public const int Longest = 500;

    const string Room = "{room}";
    const int RoomBytes = 16;
    const int RoomLength = RoomBytes * 2;
    const string Stale = "visit_follows_video";

    static readonly SearchValues<char> NotInLinks = SearchValues.Create("{}<>\"\\^`|"), HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>A confirmation with a link that the doctor has replaced meanwhile is decided again.</summary>
    public static void Model(StoreModel model) => model.Conflict(Stale);

    /// <summary>What is wrong with a link or template, in words for its sender; null when nothing is.</summary>
    public static string? Fault(string link)
    {
        if (link.Length is 0 or > Longest || link.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return $"Must have 1 to {Longest} visible ASCII characters and no blank.";
        }

        var place = link.IndexOf(Room, StringComparison.Ordinal);
        var filled = place < 0 ? link : Fill(link, new string('0', RoomLength));
        if (filled.AsSpan().ContainsAny(NotInLinks) || filled.Length > Longest)
        {
            return $"May hold {Room} once, and with a room's name in its place at most {Longest} characters; no other braces, quotes or backslashes.";
        }

        return !Uri.TryCreate(filled, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps || address.Host.Length == 0
            || !filled.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            ? "Must be an address such as https://video.example/doctor."
            : address.UserInfo.Length > 0 || AuthorityOf(filled).Contains('@') ? "Must not hold a user name or password."
            : place >= 0 && place < "https://".Length + AuthorityOf(link).Length ? $"Must have {Room} behind the host."
            : null;
    }

    /// <summary>The link for one visit; each call makes another room.</summary>
    /// <param name="template">Null while the doctor has no video.</param>
    public static string? Make(string? template) =>
        template is null ? null : Fill(template, RandomNumberGenerator.GetHexString(RoomLength, lowercase: true));

    /// <summary>Whether a visit's link comes from this template, so that nothing is to be changed.</summary>
    public static bool Follows(string? link, string? template)
    {
        if (link is null || template is null || template.IndexOf(Room, StringComparison.Ordinal) is not (>= 0 and var place))
        {
            return link == template;
        }

        return link.Length == template.Length - Room.Length + RoomLength
            && link.AsSpan(0, place).SequenceEqual(template.AsSpan(0, place))
            && link.AsSpan(place + RoomLength).SequenceEqual(template.AsSpan(place + Room.Length))
            && !link.AsSpan(place, RoomLength).ContainsAnyExcept(HexDigits);
    }

    /// <summary>
    /// States that the doctor's video is still what the decision was made with. The row is locked until the commit: a change of it that comes
    /// later finds the visit confirmed and moves it, one that came earlier makes this decision be made again.
    /// </summary>
    public static void GuardVideo(this Unit unit, CalendarFacts calendar) => unit.Guard(batch => batch.Add(
        $"select expect((select video_link from calendars where doctor_id = $1 for share) is not distinct from $2, '{Stale}')",
        Pg.Uuid(calendar.Doctor.Value), Pg.TextOrNull(calendar.VideoLink)));

    static string Fill(string template, string room)
    {
        var place = template.IndexOf(Room, StringComparison.Ordinal);
        return place < 0 ? template : string.Concat(template.AsSpan(0, place), room, template.AsSpan(place + Room.Length));
    }

    static string AuthorityOf(string link)
    {
        var rest = link["https://".Length..];
        var end = rest.AsSpan().IndexOfAny('/', '?', '#');
        return end < 0 ? rest : rest[..end];
    }
}
