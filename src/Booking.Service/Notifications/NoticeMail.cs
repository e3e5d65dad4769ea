using Booking.Service.Accounts;

namespace Booking.Service.Notifications;

/// <summary>A letter on its way to a mailbox.</summary>
static class NoticeMail
{
    /// <param name="message">The same at each repeat: a mailbox that gets it twice can tell.</param>
    public static Mail Of(Letter letter, string to, Guid message, NoticeKind? kind, VisitStory story) =>
        new("email", to, letter.Title, letter.Plain(), letter.Texts.Language) { Html = letter.Html(), Id = message, Attachment = Calendar(kind, story) };

    /// <summary>What a calendar program takes in from a mail that changes when the visit is.</summary>
    static MailAttachment? Calendar(NoticeKind? kind, VisitStory story) => null;
}
