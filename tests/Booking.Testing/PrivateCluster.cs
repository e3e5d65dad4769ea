using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Booking.Testing;

/// <summary>A PostgreSQL of a test's own from <c>ops/cluster</c>, for tests that break one. Disposing stops and removes it.</summary>
public sealed class PrivateCluster : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly Process script;
    readonly string folder;

    PrivateCluster(Process script, string folder, string connectionString) => (this.script, this.folder, ConnectionString) = (script, folder, connectionString);

    /// <summary>Of its superuser.</summary>
    public string ConnectionString { get; }

    public int Port => new NpgsqlConnectionStringBuilder(ConnectionString).Port;

    /// <param name="options">Of ops/cluster, beside <c>--discard</c>.</param>
    /// <exception cref="InvalidOperationException">ops/cluster gave up; the message is what it said.</exception>
    public static async Task<PrivateCluster> Start(params string[] options)
    {
        var made = Directory.CreateTempSubdirectory("booking-private-").FullName;
        var process = Process.Start(new ProcessStartInfo(Path.Combine(Repository.Root, "ops", "cluster"), [made, "--discard", .. options])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var said = process.StandardError.ReadToEndAsync();
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        return new(process, made, line ?? throw new InvalidOperationException(await said));
    }

    /// <summary>The number of the server's first process.</summary>
    public int Postmaster => int.Parse(File.ReadLines(Path.Combine(folder, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <summary>A replica that streams from this one.</summary>
    public Task<PrivateCluster> Follow(params string[] options) => Start([.. options, "--replica-of", ConnectionString]);

    /// <summary>SIGKILL of the server: nothing is finished and nobody is told.</summary>
    public void Kill()
    {
        using var postmaster = Process.GetProcessById(Postmaster);
        postmaster.Kill();
    }

    /// <returns>The first column of the first row.</returns>
    public async Task<object?> Ask(string sql)
    {
        await using var connection = new NpgsqlConnection($"{ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        script.StandardInput.Close();
        await script.WaitForExitAsync().WaitAsync(Patience);
        script.Dispose();
    }
}
