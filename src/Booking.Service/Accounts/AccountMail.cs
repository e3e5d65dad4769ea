using System.Net;
using System.Text;
using Booking.Service.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;

namespace Booking.Service.Accounts;

/// <summary>What Identity has to tell an account's owner, in the account's language. Links lead to <see cref="OwnAddress"/>.</summary>
sealed class AccountMail(MailQueue queue, IConfiguration configuration, IServer server) : IEmailSender<Account>
{
    public Task SendConfirmationLinkAsync(Account user, string email, string confirmationLink) =>
        Send(user, email, AccountTexts.Confirm, Address(ConfirmationLink.Of(WebUtility.HtmlDecode(confirmationLink))));

    public Task SendPasswordResetLinkAsync(Account user, string email, string resetLink) =>
        Send(user, email, AccountTexts.Reset, Address(WebUtility.HtmlDecode(resetLink)));

    public Task SendPasswordResetCodeAsync(Account user, string email, string resetCode) =>
        Send(user, email, AccountTexts.Reset, Reset(user, WebUtility.HtmlDecode(resetCode), OwnAddress.Of(configuration, server)));

    /// <summary>The code as Identity's own <c>resetPassword</c> endpoint reads it.</summary>
    /// <param name="token">As the manager of accounts made it.</param>
    /// <param name="service">Where its pages are.</param>
    public static Mail ResetCode(Account account, string token, Uri service)
    {
        var (subject, body) = AccountTexts.Reset.In(account.Language);
        var code = WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(token));
        return new("email", account.Email!, subject, $"{body}\n\n{Reset(account, code, service)}", account.Language);
    }

    // The page for people; below it the code, for programs.
    static string Reset(Account account, string code, Uri service) =>
        $"{Address($"/account/reset?userId={account.Id}&code={code}", service)}\n\n{code}";

    public Task SendAlreadyRegistered(Account user) => Send(user, user.Email!, AccountTexts.AlreadyRegistered, "");

    Task Send(Account user, string email, AccountTexts text, string value)
    {
        var (subject, body) = text.In(user.Language);
        return queue.Send(user.Id, new("email", email, subject, $"{body}\n\n{value}".TrimEnd(), user.Language));
    }

    string Address(string link) => Address(link, OwnAddress.Of(configuration, server));

    // The host that a request names is the requester's to choose, so it never gets into a mail.
    static string Address(string link, Uri service)
    {
        var path = Uri.TryCreate(link, UriKind.Absolute, out var absolute) && absolute.Scheme.StartsWith("http", StringComparison.Ordinal)
            ? absolute.PathAndQuery : link;
        return service.AbsoluteUri.TrimEnd('/') + path;
    }
}
