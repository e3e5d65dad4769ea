using System.CommandLine;
using System.Security.Cryptography;
using System.Text;

namespace Booking.Service.Cli;

/// <summary>Gets a password without showing it, where somebody sits at a terminal.</summary>
static class PasswordPrompt
{
    const int Length = 20;

    /// <summary>Without what is easily misread: 0 and O, 1, l and I.</summary>
    const string Alphabet = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    public static Option<bool> StandardInput() => new("--password-stdin") { Description = "Read the password from the first line of standard input." };

    /// <param name="standardInput">Take the first line of standard input, whatever it is.</param>
    /// <returns>Null when one has to be made up.</returns>
    public static async Task<string?> Get(bool standardInput, CancellationToken ct) => standardInput ? await Console.In.ReadLineAsync(ct) ?? "" : Ask();

    /// <returns>Null when nobody can be asked, or they leave it empty.</returns>
    static string? Ask()
    {
        if (Console.IsInputRedirected)
        {
            return null;
        }

        Console.Error.Write("Password (empty: make one up): ");
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            Take(key, typed);
        }

        Console.Error.WriteLine();
        return typed.Length > 0 ? typed.ToString() : null;
    }

    /// <summary>About 116 bits of chance.</summary>
    public static string MakeUp() => RandomNumberGenerator.GetString(Alphabet, Length);

    static void Take(ConsoleKeyInfo key, StringBuilder typed)
    {
        if (key.Key == ConsoleKey.Backspace)
        {
            typed.Length = Math.Max(0, typed.Length - 1);
        }
        else if (!char.IsControl(key.KeyChar))
        {
            typed.Append(key.KeyChar);
        }
    }
}
