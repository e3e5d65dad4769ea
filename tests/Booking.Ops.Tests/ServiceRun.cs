using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Booking.Testing;

namespace Booking.Ops.Tests;

/// <summary>
/// One run of ops/run in a folder that looks like a working copy and has what was built here, on free ports and on a given database. Disposing
/// stops it as Ctrl-C would and waits for it.
/// </summary>
sealed partial class ServiceRun : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly Process process;
    readonly string folder;

    ServiceRun(Process process, string folder) => (this.process, this.folder) = (process, folder);

    /// <summary>All that it printed until everything ran.</summary>
    public string Said { get; private set; } = "";

    /// <summary>The first address that it printed.</summary>
    public string Address => FirstAddress().Match(Said).Value;

    /// <summary>What the providers' sandbox printed: where it plays them, a line each.</summary>
    public Dictionary<string, string> Sandbox => File.ReadLines(Path.Combine(folder, ".data", "sandbox.log"))
        .Select(line => line.Split(' ')).Where(words => words is [_, ['h', 't', 't', 'p', ..]]).ToDictionary(words => words[0], words => words[1]);

    /// <param name="environment">What stands in the environment beside the database.</param>
    public static async Task<ServiceRun> Start(string folder, string database, params (string Name, string Value)[] environment)
    {
        LookLikeAWorkingCopy(folder);
        // The build is not tested here, and would write what other tests run from.
        var shim = Path.Combine(folder, "shim");
        Directory.CreateDirectory(shim);
        await File.WriteAllTextAsync(Path.Combine(shim, "dotnet"), $"#!/bin/sh\n[ \"$1\" = build ] || exec '{Dotnet()}' \"$@\"\n");
        File.SetUnixFileMode(Path.Combine(shim, "dotnet"), (UnixFileMode)0b111_101_101);

        var start = Script(folder, "run");
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("Payments__", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["PATH"] = $"{shim}:{start.Environment["PATH"]}";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["SANDBOX_PORT"] = "0";
        start.Environment["ConnectionStrings__Booking"] = database;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var run = new ServiceRun(Process.Start(start)!, folder);
        await run.Listen().WaitAsync(Patience);
        return run;
    }

    /// <summary>Runs ops/walk on it, with nobody at the terminal.</summary>
    /// <returns>Its exit code, and what it printed.</returns>
    public async Task<(int Code, string Said)> Walk(params string[] options)
    {
        using var walk = Process.Start(Script(folder, "walk", [.. options, Address]))!;
        walk.StandardInput.Close();
        var said = Task.WhenAll(walk.StandardOutput.ReadToEndAsync(), walk.StandardError.ReadToEndAsync()).WaitAsync(Patience);
        var text = string.Concat(await said);
        await walk.WaitForExitAsync();
        return (walk.ExitCode, text);
    }

    public async Task<int> Stop()
    {
        using var kill = Process.Start("bash", ["-c", $"kill -INT {process.Id}"]);
        await kill.WaitForExitAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await Stop();
        process.Dispose();
    }

    // The way to the desk is printed last but for an empty line or, with a sandbox, where its control plane is.
    async Task Listen()
    {
        var errors = process.StandardError.ReadToEndAsync();
        var said = new StringBuilder();
        while (!said.ToString().Contains("control plane at", StringComparison.Ordinal))
        {
            var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await errors);
            said.AppendLine(line);
        }

        Said = said.ToString();
    }

    static void LookLikeAWorkingCopy(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "ops"));
        foreach (var script in Directory.GetFiles(Path.Combine(Repository.Root, "ops")))
            File.Copy(script, Path.Combine(folder, "ops", Path.GetFileName(script)));
        File.CreateSymbolicLink(Path.Combine(folder, "artifacts"), Path.Combine(Repository.Root, "artifacts"));
    }

    // Whoever runs the tests may ignore a signal, which a shell cannot undo for itself.
    static ProcessStartInfo Script(string folder, string name, params string[] arguments) =>
        new("env", ["--default-signal=INT,TERM", Path.Combine(folder, "ops", name), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

    static string Dotnet() => Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(path => Path.Combine(path, "dotnet")).First(File.Exists);

    [GeneratedRegex("http://[^ ]*", RegexOptions.NonBacktracking)]
    private static partial Regex FirstAddress();
}
