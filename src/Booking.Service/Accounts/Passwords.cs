using Microsoft.AspNetCore.Identity;

namespace Booking.Service.Accounts;

/// <summary>
/// What a password may be: 12 to 128 characters of any kind, none that everybody tries first (NIST SP 800-63B: length and a block
/// list, no rule of composition, no forced change).
/// </summary>
public sealed class Passwords : IPasswordValidator<Account>
{
    public const int Shortest = 12;
    public const int Longest = 128;

    /// <summary>PBKDF2-HMAC-SHA512 rounds; OWASP asks for 210,000 or more.</summary>
    public const int Iterations = 210_000;

    const string Product = "booking";
    const int LongestRepeatedUnit = 4;

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(Reason(password ?? "", user.Email) is { } reason
            ? IdentityResult.Failed(new IdentityError { Code = "PasswordRefused", Description = reason })
            : IdentityResult.Success);

    /// <returns>Why this password is refused; null when it will do.</returns>
    public static string? Reason(string password, string? email)
    {
        var local = email?.Split('@')[0] ?? "";
        return password switch
        {
            { Length: < Shortest } => $"Must have {Shortest} characters or more.",
            { Length: > Longest } => $"Must have {Longest} characters or fewer.",
            _ when IsRepetition(password) => "Must not repeat one short group of characters.",
            _ when IsRun(password) => "Must not be a plain run of characters.",
            _ when CommonPasswords.Contains(password) => "Is one of the most common passwords.",
            _ when password.Contains(Product, StringComparison.OrdinalIgnoreCase) => "Must not contain the name of this service.",
            _ when local.Length > 3 && password.Contains(local, StringComparison.OrdinalIgnoreCase) => "Must not contain your e-mail name.",
            _ => null,
        };
    }

    // aaaaaaaaaaaa, abababababab, 123412341234
    static bool IsRepetition(string password) =>
        Enumerable.Range(1, LongestRepeatedUnit).Any(unit => password.AsSpan(unit).SequenceEqual(password.AsSpan(0, password.Length - unit)));

    // abcdefghijkl, 987654321098: every step the same, +1 or -1, digits going round.
    static bool IsRun(string password)
    {
        var step = password[1] - password[0];
        return step is 1 or -1 && password.Zip(password[1..]).All(pair =>
            pair.Second - pair.First == step || (char.IsAsciiDigit(pair.First) && (pair.First + step - '0' + 10) % 10 == pair.Second - '0'));
    }
}
