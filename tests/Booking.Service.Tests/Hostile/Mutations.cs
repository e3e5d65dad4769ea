using System.Text;
using System.Text.Json.Nodes;

namespace Booking.Service.Tests.Hostile;

/// <summary>All that is done to one request of the walk. Each case is made when it is wanted; there are thousands of a long body.</summary>
static class Mutations
{
    const string Mark = "\"here-7f3a\"";

    static readonly string[] Methods = ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "PROPFIND"];

    /// <param name="line">The request as it succeeds.</param>
    /// <param name="queries">The query parameters that the document names for it.</param>
    /// <param name="ids">Ids of all kinds of things that exist.</param>
    public static List<Func<FuzzCase>> Of(WalkLine line, IReadOnlyDictionary<string, string> names, IReadOnlyList<string> queries, IReadOnlyList<string> ids)
    {
        var body = line.Body is null ? null : WalkScript.Filled(line.Body, names);
        var type = line.Headers.FirstOrDefault(header => header.Name == "Content-Type").Value ?? "application/json";
        var valid = new FuzzCase(
            "as it is", line.Who, line.Method, WalkScript.Filled(line.Path, names), [.. line.Headers.Where(header => header.Name is not ("Content-Type" or "Idempotency-Key"))
                .Select(header => (header.Name, WalkScript.Filled(header.Value, names)))], body is null ? null : Encoding.UTF8.GetBytes(body), type);
        return
        [
            .. WalkWorld.People.Select<string, Func<FuzzCase>>(who => () => valid with { What = "as somebody else", Who = who }),
            .. Methods.Select<string, Func<FuzzCase>>(method => () => valid with { What = "another method", Method = method, Body = null, MayDiffer = true }),
            .. Palette.ETags.Select<string, Func<FuzzCase>>(etag => () => valid.With("If-Match", "If-Match", etag)),
            .. Palette.Keys.Select<string, Func<FuzzCase>>(key => () => valid.With("Idempotency-Key", "Idempotency-Key", key)),
            .. Headers(valid), .. Paths(valid, line, names, ids), .. Queries(valid, queries, ids),
            .. body is null || type != "application/json" ? NoBody(valid) : [.. Whole(valid, body), .. Members(valid, JsonNode.Parse(body)!, ids)],
        ];
    }

    static IEnumerable<Func<FuzzCase>> Headers(FuzzCase valid) =>
    [
        () => valid.With("authorization", "Authorization", "Bearer x"), () => valid.With("authorization", "Authorization", "Bearer " + new string('x', 9_000)),
        () => valid.With("authorization", "Authorization", "Basic eDp5"), () => valid.With("authorization", "Authorization", "\u001b[31m"),
        () => valid.With("accept", "Accept", "text/html;q=nonsense"), () => valid.With("accept", "Accept", "application/x-nothing"),
        () => valid.With("hold", "X-Hold", "'; drop table holds; --"), () => valid.With("method override", "X-HTTP-Method-Override", "DELETE"),
        () => valid.With("forwarded", "X-Forwarded-For", "127.0.0.1, '"), () => valid.With("origin", "Origin", "https://evil.example"),
        () => valid.With("trace", "traceparent", "00-xyz-'\"-zz"), () => valid.With("range", "Range", "bytes=0-18446744073709551615"),
        () => valid.With("encoding", "Content-Encoding", "gzip"), () => valid.With("agent", "User-Agent", "a\u001b[31m{\"x\":1}"),
        () => valid.With("event id", "Last-Event-ID", "'"), () => valid.With("none match", "If-None-Match", "W/\"nonsense"), () => valid.With("expect", "Expect", "nonsense"),
    ];

    // Segments that a name of the walk stands for are the parameters of the path.
    static IEnumerable<Func<FuzzCase>> Paths(FuzzCase valid, WalkLine line, IReadOnlyDictionary<string, string> names, IReadOnlyList<string> ids)
    {
        var (path, query) = Split(line.Path);
        var segments = path.Split('/');
        string Put(int at, string value) => WalkScript.Filled(string.Join('/', [.. segments[..at], value, .. segments[(at + 1)..]]) + query, names);
        for (var at = 1; at < segments.Length; at++)
            if (segments[at].Contains('$', StringComparison.Ordinal))
                foreach (var value in (string[])[.. Palette.Address, .. ids])
                {
                    var target = Put(at, value.Length == 0 ? "%20" : value);
                    yield return () => valid with { What = "in the path", Target = target, MayDiffer = value.Contains("%00", StringComparison.Ordinal) };
                }

        yield return () => valid with { What = "a slash more", Target = Split(valid.Target).Path + "/", MayDiffer = true };
        yield return () => valid with { What = "upper case", Target = valid.Target.ToUpperInvariant(), MayDiffer = true };
        yield return () => valid with { What = "dots", Target = $"/x/..{valid.Target}", MayDiffer = true };
        yield return () => valid with { What = "two slashes", Target = "/" + valid.Target, MayDiffer = true };
        yield return () => valid with { What = "a long path", Target = "/api/" + new string('a', 7_000), MayDiffer = true };
    }

    static IEnumerable<Func<FuzzCase>> Queries(FuzzCase valid, IReadOnlyList<string> queries, IReadOnlyList<string> ids)
    {
        var (path, query) = Split(valid.Target);
        var others = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).ToList();
        foreach (var name in queries)
        {
            var rest = string.Concat(others.Where(one => one.Split('=')[0] != name).Select(one => "&" + one));
            foreach (var value in (string[])[.. Palette.Address, .. ids])
                yield return () => valid with { What = $"query {name}", Target = $"{path}?{name}={value}{rest}" };
            yield return () => valid with { What = $"query {name} missing", Target = $"{path}?{rest.TrimStart('&')}" };
            yield return () => valid with { What = $"query {name} twice", Target = $"{path}?{name}=1&{name}=2{rest}" };
            yield return () => valid with { What = $"query {name} bare", Target = $"{path}?{name}{rest}" };
        }

        yield return () => valid with { What = "an unknown query", Target = $"{path}?unknown=%00", MayDiffer = true };
        yield return () => valid with { What = "a query of nothing", Target = $"{path}?&&==&%", MayDiffer = true };
    }

    static IEnumerable<Func<FuzzCase>> NoBody(FuzzCase valid) =>
    [
        () => valid with { What = "a body where none is asked for", Body = "{\"a\":"u8.ToArray(), MayDiffer = true },
        () => valid with { What = "a long body where none is asked for", Body = new byte[100_000], MayDiffer = true },
    ];

    static IEnumerable<Func<FuzzCase>> Whole(FuzzCase valid, string body)
    {
        FuzzCase Sent(string what, string text) => valid with { What = what, Body = Encoding.UTF8.GetBytes(text), MayDiffer = true };
        foreach (var value in Palette.Json)
            yield return () => Sent("a body of another kind", value);
        foreach (var type in (string?[])["text/plain", "application/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "application/json; charset=nonsense", "application/json; charset=\"utf-8\"", "application/problem+json", "nonsense", "", null])
            yield return () => valid with { What = "a content type", ContentType = type, MayDiffer = true };
        yield return () => valid with { What = "no body", Body = null };
        yield return () => valid with { What = "UTF-16", Body = Encoding.Unicode.GetBytes(body), MayDiffer = true };
        yield return () => valid with { What = "a byte order mark", Body = [0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(body)], MayDiffer = true };
        yield return () => valid with { What = "invalid UTF-8", Body = [.. "{\"a\":\""u8, 0xff, 0xc0, 0x80, .. "\"}"u8] };
        yield return () => Sent("truncated", body[..(body.Length / 2)]);
        yield return () => Sent("twice", body + body);
        yield return () => Sent("a comment", "/* */" + body);
        yield return () => Sent("a comma too much", body[..^1] + ",}");
        yield return () => Sent("an unknown member", body[..^1] + (body.Length > 2 ? "," : "") + "\"role\":\"ops\",\"__proto__\":{}}");
        yield return () => Sent("too long", body + new string(' ', 70_000));
        yield return () => Sent("deep", string.Concat(Enumerable.Repeat("{\"a\":", 5_000)) + "1" + new string('}', 5_000));
        if (JsonNode.Parse(body) is JsonObject { Count: > 0 } members && members.First() is var (name, node))
            yield return () => Sent("a member twice", $"{body[..^1]},\"{name}\":{node?.ToJsonString() ?? "null"}}}");
    }

    static IEnumerable<Func<FuzzCase>> Members(FuzzCase valid, JsonNode body, IReadOnlyList<string> ids)
    {
        foreach (var path in Places(body, []))
        {
            var around = Put(body, path);
            var place = string.Join('.', path);
            foreach (var value in (string[])[.. Palette.Json, .. ids.Select(Palette.Quoted)])
                yield return () => valid with { What = $"member {place}", Body = Encoding.UTF8.GetBytes(around.Replace(Mark, value, StringComparison.Ordinal)) };
            yield return () => valid with { What = $"member {place} missing", Body = Encoding.UTF8.GetBytes(Put(body, path, remove: true)) };
        }
    }

    /// <summary>Every member and every element, as the names and numbers that lead to it.</summary>
    static IEnumerable<string[]> Places(JsonNode? node, string[] at) => node switch
    {
        JsonObject members => members.SelectMany(member => (IEnumerable<string[]>)[[.. at, member.Key], .. Places(member.Value, [.. at, member.Key])]),
        // The elements of a list are alike; two of them are enough.
        JsonArray elements => Enumerable.Range(0, Math.Min(2, elements.Count)).SelectMany(i => (IEnumerable<string[]>)[[.. at, $"{i}"], .. Places(elements[i], [.. at, $"{i}"])]),
        _ => [],
    };

    static string Put(JsonNode body, string[] path, bool remove = false)
    {
        var copy = body.DeepClone();
        var holder = path[..^1].Aggregate(copy, (at, name) => at is JsonArray list ? list[int.Parse(name)]! : at[name]!);
        if (holder is JsonArray elements)
            elements[int.Parse(path[^1])] = remove ? null : JsonValue.Create(Mark.Trim('"'));
        else if (remove)
            holder.AsObject().Remove(path[^1]);
        else
            holder[path[^1]] = JsonValue.Create(Mark.Trim('"'));
        return copy.ToJsonString();
    }

    static (string Path, string Query) Split(string target) =>
        target.IndexOf('?') is >= 0 and var at ? (target[..at], target[at..]) : (target, "");
}
