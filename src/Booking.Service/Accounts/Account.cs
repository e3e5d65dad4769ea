using Microsoft.AspNetCore.Identity;

namespace Booking.Service.Accounts;

/// <summary>Somebody who signs in. A patient's account id is their patient id; what is known of a patient beyond signing in stands elsewhere.</summary>
public sealed class Account : IdentityUser<Guid>
{
    /// <summary>The doctor who signs in with this account; null for everybody else.</summary>
    public Guid? DoctorId { get; set; }

    /// <summary>The language of mail to this account: en, ar or ur.</summary>
    public string Language { get; set; } = Languages.Default;

    /// <summary>An IANA zone, in which mail to this account names times.</summary>
    public string TimeZone { get; set; } = NoTimeZone;

    /// <summary>Of an account whose owner has said nothing of it.</summary>
    public const string NoTimeZone = "Etc/UTC";
}

/// <summary>Languages that this service writes in.</summary>
public static class Languages
{
    public const string Default = "en";

    public static bool IsKnown(string language) => language is "en" or "ar" or "ur";
}
