using Booking.Service.Tests.OpenApi;

namespace Booking.Service.Tests.Hostile;

/// <summary>Sends hostile requests and judges what comes back, after a walk that leaves something of everything.</summary>
sealed class Fuzz(HostileFixture service)
{
    readonly List<Dictionary<string, string>> looks = [];
    TableDigest? digest;

    /// <summary>What was wrong, each with the request that it was wrong of.</summary>
    public List<string> Faults { get; } = [];

    public int Sent { get; private set; }

    /// <summary>How often each status came.</summary>
    public SortedDictionary<int, int> Statuses { get; } = [];

    /// <summary>All that can be done to each request of the walk.</summary>
    public List<List<Func<FuzzCase>>> Cases()
    {
        var names = service.World.Names;
        string[] ids = [.. names.Values.Where(value => Guid.TryParse(value, out _)).Distinct(StringComparer.Ordinal)];
        return [.. service.Walk.Sent.Select(line => Mutations.Of(line, names, service.Document.QueriesOf(new(line.Method), WalkScript.Filled(line.Path, names).Split('?')[0]), ids))];
    }

    /// <summary>Operations with the problems that they answered.</summary>
    public HashSet<(string Operation, int Status)> Met { get; } = [];

    /// <summary>What the document describes and nobody has met yet; some of it needs another state of things, or another moment.</summary>
    public List<string> NotMet() =>
    [
        .. from operation in service.Document.Operations
           let parts = operation.Split(' ')
           from status in service.Document.Find(new(parts[0]), parts[1]).Operation!.Problems
           where !Met.Contains((operation, status))
           select $"{operation} {status}",
    ];

    public async Task Send(FuzzCase hostile)
    {
        digest ??= await TableDigest.Of(service.Database);
        if (looks.Count == 0)
            looks.Add(await digest.Take());
        Sent++;
        var (status, fault) = await Answer(hostile);
        Statuses[status] = Statuses.GetValueOrDefault(status) + 1;
        if (service.Document.NameOf(new(hostile.Method), hostile.Target.Split('?')[0]) is { } operation)
            Met.Add((operation, status));
        fault ??= status >= 400 ? await Change(hostile) : null;
        if (status is > 0 and < 400)
            looks[0] = await digest.Take();
        if (fault is not null)
            Faults.Add($"{fault} | {hostile}");
    }

    async Task<(int Status, string? Fault)> Answer(FuzzCase hostile)
    {
        var client = service.World.Client(hostile.Who);
        try
        {
            using var request = hostile.Request(client.BaseAddress!);
            if (client.DefaultRequestHeaders.Authorization is { } own && !request.Headers.Contains("Authorization"))
                request.Headers.Authorization = own;
            using var answer = await (hostile.MayDiffer ? service.World.Unchecked : client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var stream = answer.Content.Headers.ContentType?.MediaType == "text/event-stream";
            return ((int)answer.StatusCode, Judge.Fault(hostile, answer, stream ? "" : await answer.Content.ReadAsStringAsync()));
        }
        catch (OpenApiViolationException lie)
        {
            return (0, lie.Message);
        }
        catch (HttpRequestException lost)
        {
            // A server may refuse a body before it has read it, and close.
            return (0, hostile.Body is { Length: > 60_000 } ? null : $"was not answered: {lost.Message} {lost.InnerException?.Message}");
        }
    }

    // What the service does by itself may fall between two looks, so a change counts when the same request makes it again.
    async Task<string?> Change(FuzzCase hostile)
    {
        for (var look = 0; look < 3; look++)
        {
            var now = await digest!.Take();
            var changed = TableDigest.Changed(looks[0], now);
            looks[0] = now;
            if (changed.Length == 0)
                return null;
            if (look == 2)
                return $"was refused and changed {string.Join(", ", changed)}";
            await Answer(hostile);
        }

        return null;
    }
}
