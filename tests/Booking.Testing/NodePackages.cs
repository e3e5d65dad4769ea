using System.Diagnostics;
using Xunit;

namespace Booking.Testing;

/// <summary>
/// Other people's JavaScript, run by Node as a judge that nobody here has written. The packages are installed once, in exactly these versions, under
/// <c>artifacts</c>, from the registry that npm is set up with; without Node or npm a test is skipped.
/// </summary>
/// <param name="folder">Below <c>artifacts</c>; one a test project, since two must not install into one at once.</param>
/// <param name="packages">Each as <c>name@version</c>.</param>
public sealed class NodePackages(string folder, params string[] packages)
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    readonly SemaphoreSlim installing = new(1);
    readonly string path = Path.Combine(Repository.Root, "artifacts", folder);

    /// <summary>Runs a script from the <c>Official</c> folder of the tests.</summary>
    /// <returns>What it wrote.</returns>
    public async Task<string> Run(string script, params string[] arguments)
    {
        Assert.SkipUnless(Found("node") && Found("npm"), "node and npm are needed to run other people's clients");
        await Install();
        var copy = Path.Combine(path, script);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Official", script), copy, overwrite: true);
        var (code, output) = await Shell("node", [copy, .. arguments]);
        Assert.True(code == 0, output);
        return output;
    }

    async Task Install()
    {
        await installing.WaitAsync(Patience);
        try
        {
            if (packages.All(Has)) return;
            Directory.CreateDirectory(path);
            var (code, output) = await Shell("npm", ["install", "--prefix", path, "--no-audit", "--no-fund", "--ignore-scripts", "--save-exact", .. packages]);
            Assert.True(code == 0, output);
        }
        finally
        {
            installing.Release();
        }
    }

    bool Has(string package)
    {
        var parts = package.Split('@');
        var manifest = Path.Combine(path, "node_modules", parts[0], "package.json");
        return File.Exists(manifest) && File.ReadAllText(manifest).Contains($"\"version\": \"{parts[1]}\"", StringComparison.Ordinal);
    }

    static bool Found(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(place => File.Exists(Path.Combine(place, program)));

    async Task<(int Code, string Output)> Shell(string program, params string[] arguments)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = path, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, process.ExitCode == 0 ? await output : await output + await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
