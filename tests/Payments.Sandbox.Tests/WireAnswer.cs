using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Payments.Sandbox.Tests;

/// <summary>What a provider answered, read without any opinion.</summary>
public sealed record WireAnswer(int Status, string Text)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <returns>The text of a value by its path, such as <c>error.description</c>; null for what is null or not there.</returns>
    public string? this[string path] => path.Split('.').Aggregate<string, JsonNode?>(Json, (node, name) => node?[name])?.ToString();

    public static async Task<WireAnswer> Send(HttpClient client, HttpMethod method, Uri url, string? json, params (string Name, string Value)[] headers)
    {
        using var message = new HttpRequestMessage(method, url);
        foreach (var (name, value) in headers) message.Headers.TryAddWithoutValidation(name, value);
        if (json is not null) message.Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var answer = await client.SendAsync(message, TestContext.Current.CancellationToken);
        return new WireAnswer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
