using System.Diagnostics;

namespace Payments.Sandbox.Tests;

/// <summary>
/// The providers' own clients speak to the sandbox and check its signatures: the one part of the tests that nobody here has written twice.
/// The packages are installed once under <c>artifacts/official-clients</c>.
/// </summary>
public sealed class OfficialClientTests
{
    static readonly string[] Packages = ["stripe@23.1.0", "razorpay@2.9.8"];
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    static readonly SemaphoreSlim Installing = new(1);

    [Fact]
    public Task Stripe_s_own_client_takes_the_sandbox_for_Stripe() => Run("stripe-checkout.mjs", sandbox => sandbox.Stripe);

    [Fact]
    public Task Razorpay_s_own_client_takes_the_sandbox_for_Razorpay() => Run("razorpay-links.mjs", sandbox => sandbox.Razorpay);

    static async Task Run(string script, Func<Sandbox, Uri> address)
    {
        Assert.SkipUnless(Found("node") && Found("npm"), "node and npm are needed to run the providers' own clients");
        var folder = await Installed();
        var copy = Path.Combine(folder, script);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Official", script), copy, overwrite: true);
        await using var sandbox = await Sandbox.Start();
        var (code, output) = await Shell(folder, "node", copy, address(sandbox).ToString(), sandbox.Control.ToString());
        Assert.True(code == 0 && output.Contains("All well", StringComparison.Ordinal), output);
    }

    /// <summary>Exactly these versions, from the registry that npm is set up with.</summary>
    static async Task<string> Installed()
    {
        var folder = Path.Combine(Artifacts(), "official-clients");
        await Installing.WaitAsync(Patience);
        try
        {
            if (Packages.All(p => Has(folder, p))) return folder;
            Directory.CreateDirectory(folder);
            var (code, output) = await Shell(folder, "npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts", "--save-exact", .. Packages]);
            Assert.True(code == 0, output);
            return folder;
        }
        finally
        {
            Installing.Release();
        }
    }

    static bool Has(string folder, string package)
    {
        var parts = package.Split('@');
        var manifest = Path.Combine(folder, "node_modules", parts[0], "package.json");
        return File.Exists(manifest) && File.ReadAllText(manifest).Contains($"\"version\": \"{parts[1]}\"", StringComparison.Ordinal);
    }

    /// <summary>Tests are built to <c>artifacts/bin/…</c>.</summary>
    static string Artifacts()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at.Name != "artifacts") at = at.Parent ?? throw new InvalidOperationException("the tests do not lie under artifacts");
        return at.FullName;
    }

    static bool Found(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    static async Task<(int Code, string Output)> Shell(string folder, string program, params string[] arguments)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
