using System.Text.Json;
using System.Text.RegularExpressions;

namespace Booking.Service.Tests.Hostile;

/// <summary>What must be true of any answer to anything.</summary>
static partial class Judge
{
    /// <returns>What is wrong with the answer, or null.</returns>
    public static string? Fault(FuzzCase sent, HttpResponseMessage answer, string body)
    {
        var status = (int)answer.StatusCode;
        if (status >= 500)
            return $"answered {status}";
        if (answer.Headers.Contains("X-Injected") || answer.Content.Headers.Contains("X-Injected"))
            return "let a header in";
        if (answer.Headers.Contains("Access-Control-Allow-Origin"))
            return "opened itself to other origins";
        if (status < 400 || sent.Method == "HEAD")
            return null;
        if (Leaks().Match(body) is { Success: true } leak)
            return $"says \"{leak.Value}\"";
        // A zero in the path is refused by the server before there is a request; it says nothing and hangs up.
        if (status == 400 && body.Length == 0 && sent.Target.Split('?')[0].Contains("%00", StringComparison.Ordinal))
            return answer.Headers.ConnectionClose is true ? null : "is empty and keeps the connection";
        if (answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
            return $"is a {status} of {answer.Content.Headers.ContentType}";
        using var problem = JsonDocument.Parse(body);
        var type = problem.RootElement.GetProperty("type").GetString()!;
        if (!Types().IsMatch(type) || problem.RootElement.GetProperty("status").GetInt32() != status)
            return $"is a {status} of type {type}";
        return type == "/problems/invalid" ? NamesNothing(problem.RootElement) : null;
    }

    static string? NamesNothing(JsonElement problem) =>
        problem.TryGetProperty("errors", out var errors) && errors.EnumerateObject().Any() && errors.EnumerateObject().All(error => error.Name.Length > 0 && error.Value.GetArrayLength() > 0)
            ? null : $"names no field in {problem}";

    // Words of a stack, of a type and of the database that no message to a caller needs.
    [GeneratedRegex(@"   at |System\.|Microsoft\.|Npgsql|Exception|Booking\.(Service|EventStore|Contracts)|SELECT |select .* from |\b42[0-9A-Z]{3}\b|mt_events_|_pkey", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Leaks();

    [GeneratedRegex("^/problems/[a-z][a-z-]*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Types();
}
