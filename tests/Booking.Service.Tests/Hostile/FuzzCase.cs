using System.Net.Http.Headers;
using System.Text;

namespace Booking.Service.Tests.Hostile;

/// <summary>A request as an attacker sends it, byte for byte as far as a client of HTTP goes.</summary>
/// <param name="What">What is hostile about it, for people.</param>
/// <param name="Target">Path and query, raw.</param>
/// <param name="MayDiffer">It is not to be held against the OpenAPI document: what is too much in it is passed over in silence.</param>
sealed record FuzzCase(
    string What, string Who, string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, byte[]? Body = null,
    string? ContentType = "application/json", bool MayDiffer = false)
{
    static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    // Only the client of what may differ can send more than ASCII in a header.
    public FuzzCase With(string what, string name, string value) => this with { What = what, Headers = [.. Headers, (name, value)], MayDiffer = MayDiffer || !Ascii.IsValid(value) };

    public HttpRequestMessage Request(Uri service)
    {
        var request = new HttpRequestMessage(new(Method), new Uri(service.GetLeftPart(UriPartial.Authority) + Target, AsItIs));
        if (Body is not null)
        {
            request.Content = new ByteArrayContent(Body);
            if (ContentType is not null)
                request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        }

        foreach (var (name, value) in Headers)
            if (name.StartsWith("Content-", StringComparison.Ordinal))
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            else
                request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    /// <summary>The request in a few lines, to be read and sent again.</summary>
    public override string ToString() =>
        $"{What}: {Who} {Method} {Short(Target)}{string.Concat(Headers.Select(header => $" {header.Name}: {Short(header.Value)}"))} {ContentType} {Short(Body is null ? "" : Encoding.UTF8.GetString(Body))}";

    static string Short(string text) => text.Length <= 300 ? text : $"{text[..300]}... ({text.Length})";
}
