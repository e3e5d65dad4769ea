using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Booking.Contracts;

namespace Booking.Service.Hosting;

/// <summary>A header, route value or query value that cannot be read. It becomes a 400 that names the field.</summary>
public sealed class InvalidFieldException(string field, string message) : BadHttpRequestException(message, StatusCodes.Status400BadRequest)
{
    public string Field { get; } = field;
}

/// <summary>Turns what the framework throws for unreadable input into field errors, in words that name no .NET type.</summary>
static partial class BadRequests
{
    static readonly string[] Required = ["Is required."], Unreadable = ["Cannot be read."];

    public static Dictionary<string, string[]> Errors(Exception exception) => exception switch
    {
        InvalidFieldException field => One(field.Field, field.Message),
        JsonException json => Errors(json),
        BadHttpRequestException { InnerException: JsonException json } => Errors(json),
        BadHttpRequestException binding => Errors(binding),
        _ => One("body", "Cannot be read."),
    };

    /// <summary>Of an optional value that cannot be read the compiled binding says nothing but 400: here is which one.</summary>
    public static Dictionary<string, string[]> Unread(HttpContext context) => context.Response.StatusCode != StatusCodes.Status400BadRequest
        || context.GetEndpoint()?.Metadata.GetMetadata<MethodInfo>() is not { } handler ? []
        : handler.GetParameters().Where(parameter => Nullable.GetUnderlyingType(parameter.ParameterType) is { } type
                && ((string?)context.Request.RouteValues[parameter.Name!] ?? context.Request.Query[parameter.Name!]) is { Length: > 0 } text && !CanRead(type, text))
            .ToDictionary(parameter => parameter.Name!, _ => Unreadable, StringComparer.Ordinal);

    static bool CanRead(Type type, string text) =>
        type.GetMethod("TryParse", [typeof(string), typeof(IFormatProvider), type.MakeByRefType()])?.Invoke(null, [text, CultureInfo.InvariantCulture, null]) is true;

    static Dictionary<string, string[]> Errors(JsonException json)
    {
        var missing = Missing().Match(json.Message);
        if (!missing.Success)
            return One(Field(json.Path), Reason(json.Message));
        var prefix = json.Path is null or "$" ? "" : Field(json.Path) + ".";
        return Quoted().Matches(missing.Groups["names"].Value)
            .ToDictionary(name => prefix + name.Groups["name"].Value, _ => Required, StringComparer.Ordinal);
    }

    static Dictionary<string, string[]> Errors(BadHttpRequestException binding)
    {
        var parameter = Parameter().Match(binding.Message);
        return parameter switch
        {
            { Success: false } => One("body", "Cannot be read."),
            _ when binding.Message.Contains("no body was provided", StringComparison.Ordinal) => One("body", "Is required."),
            _ when binding.Message.StartsWith("Required", StringComparison.Ordinal) => One(parameter.Groups["name"].Value, "Is required."),
            _ => One(parameter.Groups["name"].Value, "Cannot be read."),
        };
    }

    static Dictionary<string, string[]> One(string field, string message) => new(StringComparer.Ordinal) { [field] = [message] };

    static string Field(string? path) => path switch
    {
        null or "" or "$" => "body",
        _ when path.StartsWith("$.", StringComparison.Ordinal) => path[2..],
        _ => path.TrimStart('$'),
    };

    // The serializer appends "Path: $..." to most of its own messages and leaves those of our converters as they are.
    static string Reason(string message) => message switch
    {
        _ when message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal) => "Is not a known member.",
        _ when message.StartsWith("Duplicate property", StringComparison.Ordinal) => "Appears twice.",
        _ when message.Contains("doesn't allow null", StringComparison.Ordinal) => "Must not be null.",
        _ when message.Contains("maximum configured depth", StringComparison.Ordinal) => $"Is nested deeper than {ContractsJson.MaxDepth} levels.",
        _ when !message.Contains("Path: $", StringComparison.Ordinal) => message,
        _ when message.Contains("could not be converted", StringComparison.Ordinal) => "Has the wrong type or is out of range.",
        _ => "Is not valid JSON.",
    };

    [GeneratedRegex("missing required properties including: (?<names>.*?)\\.(?: Path: |$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Missing();

    [GeneratedRegex("'(?<name>[^']+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Quoted();

    [GeneratedRegex("parameter \"(?:[^\"]* )?(?<name>[^\" ]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Parameter();
}
