using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Booking.Drills.Faults;

/// <summary>Programs of the machine: signals, mounts, copies.</summary>
static class Shell
{
    /// <summary>PostgreSQL refuses to run as root, so root hands it to another user.</summary>
    public static readonly string[] AsPostgres = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : [];

    /// <exception cref="InvalidOperationException">It ended with another code than 0; the message is what it said.</exception>
    public static async Task Run(params string[] command)
    {
        var (code, said) = await Try(command);
        if (code != 0)
            throw new InvalidOperationException($"{string.Join(' ', command)}: {said.Trim()}");
    }

    /// <returns>Its exit code, and what it said.</returns>
    public static async Task<(int Code, string Said)> Try(params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    public static Task Signal(string signal, int process) => Run("kill", $"-{signal}", process.ToString());

    /// <summary>A small file system in memory; gone with <see cref="Unmount"/>.</summary>
    /// <exception cref="NotRunException">Mounting is not permitted here.</exception>
    public static async Task Mount(string folder, int megabytes)
    {
        Directory.CreateDirectory(folder);
        if (await Try("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder) is (not 0, var why))
            throw new NotRunException($"a tmpfs cannot be mounted: {why.Trim()}");
        await Run("chown", "postgres:postgres", folder);
        await Run("chmod", "700", folder);
    }

    public static Task Unmount(string folder) => Try("umount", "-l", folder);

    /// <summary>Of loopback, and free just now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Writes a file until nothing fits beside it.</summary>
    public static Task Fill(string file) => Try("dd", "if=/dev/zero", $"of={file}", "bs=4k");
}

/// <summary>What a fault needs is not to be had on this machine. It then counts as not passed.</summary>
sealed class NotRunException(string why) : Exception(why);
