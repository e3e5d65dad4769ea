using Booking.Bench.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Booking.Bench.Http;

/// <summary>The least that a server with a database does: <c>SELECT 1</c> a request. No sign-in, no limits, no problems, no log.</summary>
static class SelectOne
{
    /// <param name="address">Where to listen, such as <c>http://127.0.0.1:5090</c>.</param>
    public static async Task Serve(string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(_ => Databases.Open(Databases.Admin));
        var app = builder.Build();
        app.Urls.Add(address);
        app.MapGet("/health/ready", () => Results.Ok());
        app.MapGet("/one", static async (NpgsqlDataSource dataSource, CancellationToken ct) =>
        {
            await using var command = dataSource.CreateCommand("SELECT 1");
            return TypedResults.Ok((int)(await command.ExecuteScalarAsync(ct))!);
        });
        await app.RunAsync();
    }
}
