using System.Net;
using Booking.Service.Tests;

namespace Booking.Drills.Recovery;

/// <summary>The service of a recovery drill on whatever database there is, and its own command line.</summary>
sealed class RecoveryNode(string database, (string Key, string? Value)[] settings) : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60), Pause = TimeSpan.FromMilliseconds(200);
    readonly HttpClient http = new();
    ServiceProcess? process;

    public Uri Address => process!.Address;

    public async Task Start() => process = await ServiceProcess.Start(database, settings);

    public void Kill() => process?.Kill();

    public async Task<HttpStatusCode> Get(string path)
    {
        using var answer = await http.GetAsync(new Uri(Address, path));
        return answer.StatusCode;
    }

    public async Task<bool> IsReadySoon()
    {
        for (var began = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(began) < Patience; await Task.Delay(Pause))
            if (await Get("/health/ready") == HttpStatusCode.OK)
                return true;
        return false;
    }

    /// <param name="masterKeys">Null: those that belong to the database.</param>
    public Task<ProgramRun> Command(string[] command, string? masterKeys = null) => ProgramRun.Start(command, environment:
    [
        .. ServiceFixture.Common(database).Concat(settings).Select(setting => (setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value)),
        ("ASPNETCORE_ENVIRONMENT", "Development"), .. masterKeys is null ? ((string, string?)[])[] : [("Booking__MasterKeys", masterKeys)],
    ]);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (process is not null)
            await process.DisposeAsync();
    }
}
