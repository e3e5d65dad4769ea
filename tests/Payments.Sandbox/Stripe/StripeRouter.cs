using System.Text;
using System.Text.RegularExpressions;

namespace Payments.Sandbox;

/// <summary>Authenticates a request and finds its operation.</summary>
sealed partial class StripeRouter(StripeBook book)
{
    readonly StripeApi api = new(book);
    readonly StripeIdempotency idempotency = new(book);

    public static SandboxOperation Classify(SandboxRequest request)
    {
        if (!request.Path.StartsWith("/v1/", StringComparison.Ordinal)) return SandboxOperation.Page;
        var parts = request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return (request.Method, parts) switch
        {
            ("POST", ["v1", "checkout", "sessions"]) => SandboxOperation.Create,
            ("POST", ["v1", "checkout", "sessions", _, "expire"]) => SandboxOperation.Cancel,
            ("POST", ["v1", "refunds"]) => SandboxOperation.Refund,
            ("GET", ["v1", "refunds", ..]) => SandboxOperation.FindRefund,
            ("GET", ["v1", "checkout", ..] or ["v1", "payment_intents" or "charges" or "disputes", ..]) => SandboxOperation.Read,
            _ => SandboxOperation.Other,
        };
    }

    /// <param name="broken">Whether it shall end in a server error, which is stored like any other end.</param>
    public SandboxAnswer Handle(SandboxRequest request, bool broken)
    {
        var requestId = World.NewId("req_", 14);
        try
        {
            var merchant = Authenticated(request);
            return idempotency.Once(request, merchant, requestId, () => Work(request, merchant, requestId, broken));
        }
        catch (StripeException refused)
        {
            return StripeAnswers.Refusal(refused.Error, requestId);
        }
    }

    string Work(SandboxRequest request, StripeMerchant merchant, string requestId, bool broken)
    {
        var (operation, id) = Operation(request);
        var form = StripeForm.Read(request.Method == "GET" ? request.Query : Form(request));
        if (broken)
            throw new StripeException(new(500, "api_error", null, "An unknown error occurred while processing your request.", Executed: true));
        try
        {
            book.Cause = (requestId, request.Header("Idempotency-Key"));
            return api.Do(operation, id, merchant, form).ToJsonString(StripeJson.Options);
        }
        finally
        {
            book.Cause = null;
        }
    }

    StripeMerchant Authenticated(SandboxRequest request)
    {
        if (Key(request.Header("Authorization") ?? "") is not { Length: > 0 } key)
            throw new StripeException(new(401, "invalid_request_error", null,
                "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth."));
        if (request.Header("Stripe-Version") is { } version && !Version().IsMatch(version))
            throw new StripeException(StripeError.Invalid($"Invalid Stripe API version: {version}", null));
        return book.World.Accounts.OfType<StripeMerchant>().FirstOrDefault(m => m.SecretKey == key)
            ?? throw new StripeException(new(401, "invalid_request_error", null, $"Invalid API Key provided: {key[..Math.Min(8, key.Length)]}****"));
    }

    /// <summary>Of a bearer, or the user of basic authentication.</summary>
    static string? Key(string header)
    {
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return header[7..].Trim();
        var buffer = new byte[header.Length];
        return header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) && Convert.TryFromBase64String(header[6..], buffer, out var length)
            ? Encoding.UTF8.GetString(buffer, 0, length).Split(':')[0]
            : null;
    }

    static string Form(SandboxRequest request)
    {
        var type = request.Header("Content-Type") ?? "";
        return request.Body.Length == 0 || type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            ? request.Text
            : throw new StripeException(StripeError.Invalid("Invalid request (check that your POST content type is application/x-www-form-urlencoded).", null));
    }

    static (string Operation, string Id) Operation(SandboxRequest request)
    {
        foreach (var known in StripeSchema.Names)
        {
            var template = known.Split(' ');
            if (template[0] == request.Method && Matches(template[1].Split('/'), request.Path.Split('/')) is { } id) return (known, id);
        }

        throw new StripeException(new(404, "invalid_request_error", null, $"Unrecognized request URL ({request.Method}: {request.Path})."));
    }

    /// <returns>What stands in the place of the braces, empty where there are none; null when it does not match.</returns>
    static string? Matches(string[] template, string[] path)
    {
        if (template.Length != path.Length) return null;
        var id = "";
        for (var i = 0; i < path.Length; i++)
        {
            if (template[i].StartsWith('{') && path[i].Length > 0)
                id = path[i];
            else if (template[i] != path[i])
                return null;
        }

        return id;
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
