using System.Text;
using System.Text.Json;
using Booking.Service.Tests.OpenApi;
using Xunit;

namespace Booking.Service.Tests.Hostile;

/// <summary>Walks <c>walk.txt</c> from end to end, which leaves a clinic in which something of everything has happened.</summary>
sealed class Walk(WalkWorld world)
{
    /// <summary>The requests as they were sent.</summary>
    public List<WalkLine> Sent { get; } = [];

    /// <summary>Requests that did not succeed, or not as the OpenAPI document says.</summary>
    public List<string> Refused { get; } = [];

    public async Task Go()
    {
        foreach (var line in WalkScript.Lines)
            try
            {
                await (line.Step is { } step ? world.Step(step) : Send(line));
            }
            catch (Exception e) when (e is Xunit.Sdk.XunitException or OpenApiViolationException or KeyNotFoundException)
            {
                Refused.Add(e.Message);
            }
    }

    async Task Send(WalkLine line)
    {
        using var request = Request(line, world.Names);
        using var answer = await world.Client(line.Who).SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Sent.Add(line);
        if (answer.Content.Headers.ContentType?.MediaType == "text/event-stream")
            return;
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode < 400, $"{line.Who} {line.Method} {line.Path} answered {(int)answer.StatusCode}: {text}");
        foreach (var (name, from) in line.Takes)
            world.Names[name] = Member(JsonDocument.Parse(text).RootElement, from);
    }

    /// <summary>A line as it is sent.</summary>
    public static HttpRequestMessage Request(WalkLine line, IReadOnlyDictionary<string, string> names)
    {
        var request = new HttpRequestMessage(new(line.Method), WalkScript.Filled(line.Path, names));
        if (line.Body is { } body)
            request.Content = new StringContent(WalkScript.Filled(body, names), Encoding.UTF8, "application/json");
        foreach (var (name, value) in line.Headers)
            if (name == "Content-Type")
                request.Content!.Headers.ContentType = new(value);
            else
                request.Headers.TryAddWithoutValidation(name, WalkScript.Filled(value, names));
        return request;
    }

    static string Member(JsonElement answer, string path)
    {
        foreach (var part in path.Split('.'))
            answer = int.TryParse(part, out var index) ? answer[index] : answer.GetProperty(part);
        return answer.ToString();
    }
}
