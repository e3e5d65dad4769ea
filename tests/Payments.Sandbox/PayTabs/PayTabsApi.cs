using System.Text.Json;

namespace Payments.Sandbox;

/// <summary>Which path and transaction type does what.</summary>
public static class PayTabsApi
{
    const string Request = "/payment/request";
    const string Query = "/payment/query";

    static readonly string[] Regions = ["ARE", "SAU", "EGY", "OMN", "JOR", "KWT", "IRQ", "MAR", "QAT", "GLOBAL"];

    /// <returns><see cref="SandboxOperation.Read"/> for every query; only the state knows which asks for a refund.</returns>
    public static SandboxOperation Classify(string path, JsonDocument body) => (Split(path).Path, Field(body, "tran_type")) switch
    {
        (Request, "sale" or "auth") => SandboxOperation.Create,
        (Request, "refund") => SandboxOperation.Refund,
        (Query, _) => SandboxOperation.Read,
        _ => SandboxOperation.Other,
    };

    /// <param name="path">Without a region.</param>
    /// <param name="pages">Where the hosted pages begin.</param>
    public static PayTabsAnswer Handle(PayTabsWork work, string path, JsonElement body, Uri pages)
    {
        if (path is not (Query or Request)) return PayTabsAnswer.NotFound;
        var opens = path == Request && body.TryGetProperty("tran_type", out var type) && type.ToString() is "sale" or "auth";
        if (!opens && !PayTabsQueries.Count(work)) return PayTabsAnswer.TooMany;
        return path == Query ? PayTabsQueries.Handle(work, body) : PayTabsRequests.Handle(work, body, pages);
    }

    /// <summary>A path may begin with the letters of a region.</summary>
    public static (string? Region, string Path) Split(string path) =>
        Regions.FirstOrDefault(region => path.StartsWith($"/{region}/", StringComparison.Ordinal)) is { } found
            ? (found, path[(found.Length + 1)..])
            : (null, path);

    /// <returns>A text or number as text; null when it is missing.</returns>
    public static string? Field(JsonDocument body, string name) => body.RootElement.TryGetProperty(name, out var value) ? value.ToString() : null;

    /// <returns>Null for what is not a JSON object.</returns>
    public static JsonDocument? Read(byte[] body)
    {
        try
        {
            var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
