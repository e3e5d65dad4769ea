using System.Text.RegularExpressions;
using Booking.Service.Accounts;

namespace Booking.Service;

/// <summary>What may stand in the fields by which a person is named and reached, whoever sends them.</summary>
public static partial class ContactFields
{
    const int LongestName = 200, LongestEmail = 254;

    public static void FullName(FieldErrors errors, string path, string name) => errors.Require(
        !string.IsNullOrWhiteSpace(name) && name.Length <= LongestName && !name.Any(char.IsControl),
        path, $"Must have 1 to {LongestName} characters, none of them a control character.");

    /// <summary>The form of RFC 5321 as far as a mailbox of today has it: one @, a domain with a dot, at most 254 characters.</summary>
    public static void Email(FieldErrors errors, string path, string address) =>
        errors.Require(address.Length <= LongestEmail && Address().IsMatch(address), path, "Must be an e-mail address.");

    /// <summary>E.164: a plus, then 7 to 15 digits.</summary>
    public static void Phone(FieldErrors errors, string path, string number) =>
        errors.Require(E164().IsMatch(number), path, "Must be an international number such as +971501234567.");

    public static void Language(FieldErrors errors, string path, string language) =>
        errors.Require(Languages.IsKnown(language), path, "Must be en, ar or ur.");

    [GeneratedRegex(@"^[^@\s\p{Cc}]+@[^@\s\p{Cc}]+\.[^@\s\p{Cc}]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex Address();

    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}\z", RegexOptions.NonBacktracking)]
    private static partial Regex E164();
}
