using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Booking.Service.Web;

/// <summary>
/// Style sheet, scripts and icon of the pages. They stand in the program; the address of each has a hash of its bytes, so a browser keeps it for ever.
/// </summary>
static class Files
{
    const string Prefix = "assets.";
    const int HashLength = 16;

    static readonly FrozenDictionary<string, Asset> All = Load();

    /// <exception cref="KeyNotFoundException">There is no such file in <c>Web/Assets</c>.</exception>
    public static string Url(string name) => All[name].Url;

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/assets/{hash}/{name}", Get).AllowAnonymous().ExcludeFromDescription();

    static IResult Get(string hash, string name, HttpContext http)
    {
        if (!All.TryGetValue(name, out var asset) || asset.Hash != hash)
            return TypedResults.NotFound();
        var headers = http.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.Vary = "Accept-Encoding";
        var brotli = http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
        if (brotli)
            headers.ContentEncoding = "br";
        return new Bytes(brotli ? asset.Brotli.Value : asset.Plain, asset.ContentType);
    }

    static FrozenDictionary<string, Asset> Load()
    {
        var assembly = typeof(Files).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return new Asset(name[Prefix.Length..], bytes.ToArray());
        }).ToFrozenDictionary(asset => asset.Name, StringComparer.Ordinal);
    }

    sealed class Asset(string name, byte[] plain)
    {
        public string Name => name;
        public byte[] Plain => plain;
        public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(plain))[..HashLength];
        public string Url => $"/assets/{Hash}/{name}";
        public Lazy<byte[]> Brotli { get; } = new(() => Compress(plain));
        public string ContentType { get; } = Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => "text/plain; charset=utf-8",
        };

        static byte[] Compress(byte[] bytes)
        {
            using var small = new MemoryStream();
            using (var brotli = new BrotliStream(small, CompressionLevel.SmallestSize))
                brotli.Write(bytes);
            return small.ToArray();
        }
    }

    sealed class Bytes(byte[] bytes, string contentType) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            (httpContext.Response.ContentType, httpContext.Response.ContentLength) = (contentType, bytes.Length);
            return httpContext.Response.Body.WriteAsync(bytes, httpContext.RequestAborted).AsTask();
        }
    }
}
