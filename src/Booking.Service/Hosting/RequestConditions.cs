using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Booking.Service.Hosting;

/// <param name="Key">1 to 255 printable ASCII characters, chosen by the caller.</param>
/// <param name="Fingerprint">SHA-256 of method, address and raw body: another request under the same key is told apart by it.</param>
public sealed record IdempotentRequest(string Key, byte[] Fingerprint);

/// <summary>Reads the two headers that make a change conditional. Both are optional; a malformed one is refused, never ignored.</summary>
static class RequestConditions
{
    const string IdempotencyKey = "Idempotency-Key";
    const int LongestKey = 255;

    /// <returns>The version in a strong ETag such as <c>"3"</c>; null for <c>*</c> or no header.</returns>
    public static long? IfMatch(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0 || header is ["*"])
            return null;
        var text = header.Count == 1 ? header[0] : null;
        return text is ['"', .. var digits, '"'] && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new InvalidFieldException("If-Match", "Must be an ETag as this service gives it, such as \"3\", or *.");
    }

    /// <summary>
    /// Before anything of the request is bound, as whichever parameter comes first may read the body: hashes it all, and leaves it to be read again. Without the header it
    /// touches nothing.
    /// </summary>
    public static Task TakeFingerprint(HttpContext context, RequestDelegate next) =>
        context.Request.Headers.ContainsKey(IdempotencyKey) ? Take(context, next) : next(context);

    /// <exception cref="InvalidFieldException">The header is no key.</exception>
    public static IdempotentRequest? Idempotency(HttpContext context)
    {
        var request = context.Request;
        var header = request.Headers[IdempotencyKey];
        if (header.Count == 0)
            return null;
        var key = header.Count == 1 ? Key(header[0]!) : null;
        return key is null
            ? throw new InvalidFieldException(IdempotencyKey, $"Must be 1 to {LongestKey} printable ASCII characters, in quotes or bare.")
            : new(key, context.Features.Get<Fingerprint>()?.Hash ?? throw new InvalidOperationException("Nobody has taken the fingerprint of this request."));
    }

    static async Task Take(HttpContext context, RequestDelegate next)
    {
        context.Features.Set(new Fingerprint(await HashOf(context.Request, context.RequestAborted)));
        await next(context);
    }

    // RFC 8941 strings are quoted with \" and \\ inside; the bare form that most clients send means the same key.
    static string? Key(string text)
    {
        var key = text is ['"', .. var quoted, '"'] ? Unescaped(quoted) : text;
        return key is { Length: >= 1 and <= LongestKey } && !key.AsSpan().ContainsAnyExceptInRange(' ', '~') ? key : null;
    }

    static string? Unescaped(string quoted)
    {
        if (!quoted.AsSpan().ContainsAny('\\', '"'))
            return quoted;
        var key = new StringBuilder(quoted.Length);
        for (var i = 0; i < quoted.Length; i++)
            if (quoted[i] is '"' || (quoted[i] is '\\' && (++i == quoted.Length || quoted[i] is not ('"' or '\\'))))
                return null;
            else
                key.Append(quoted[i]);
        return key.ToString();
    }

    static async Task<byte[]> HashOf(HttpRequest request, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        // In memory throughout: what a patient wrote must not land in a temporary file.
        request.EnableBuffering(bufferThreshold: Shell.BodyLimit + 1);
        var buffer = new byte[4096];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, ct)) > 0)
            hash.AppendData(buffer.AsSpan(0, read));
        request.Body.Position = 0;
        return hash.GetHashAndReset();
    }

    sealed record Fingerprint(byte[] Hash);
}
