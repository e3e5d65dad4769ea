using Booking.Service.Accounts;

namespace Booking.Service.Notifications;

/// <summary>A letter on its way to a mailbox.</summary>
static class NoticeMail
{
    /// <param name="message">The same at each repeat: a mailbox that gets it twice can tell.</param>
    /// <param name="calendar">The visit as a calendar file, to be attached; null: nothing is.</param>
    public static Mail Of(Letter letter, string to, Guid message, string? calendar = null) => new("email", to, letter.Title, letter.Plain(), letter.Texts.Language)
    {
        Html = letter.Html(),
        Id = message,
        Attachment = calendar is null ? null : new("appointment.ics", "text/calendar; charset=utf-8", calendar),
    };

    /// <summary>Whether a calendar that has the visit would be wrong after this.</summary>
    public static bool ChangesCalendars(NoticeKind kind) =>
        kind is NoticeKind.Confirmed or NoticeKind.Moved or NoticeKind.Cancelled or NoticeKind.ClockChanged or NoticeKind.LinkChanged;
}
