using System.Text.Json;

namespace Payments.Adapters.Tests;

/// <summary>Signatures that others computed: each names its source in the file, which is SDKs' own tests and documentation.</summary>
static class Vectors
{
    static readonly JsonElement All = JsonElement.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", "vectors.json")));

    public static JsonElement Of(string provider, string id) =>
        All.GetProperty(provider).EnumerateArray().Single(vector => vector.GetProperty("id").GetString() == id);

    public static string Get(this JsonElement vector, string name) => vector.GetProperty(name).GetString()!;

    public static byte[] Bytes(this JsonElement vector, string name) => vector.GetProperty(name).GetBytesFromBase64();
}
