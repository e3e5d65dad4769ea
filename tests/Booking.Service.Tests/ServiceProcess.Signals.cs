using System.Diagnostics;

namespace Booking.Service.Tests;

public sealed partial class ServiceProcess
{
    /// <summary>SIGTERM: it is asked to stop.</summary>
    public Task Terminate() => Signal("TERM");

    /// <summary>SIGSTOP: it stands still and knows nothing of it.</summary>
    public Task Pause() => Signal("STOP");

    /// <summary>SIGCONT: it goes on where it stood.</summary>
    public Task Continue() => Signal("CONT");

    /// <summary>What it has taken of the processors so far.</summary>
    public TimeSpan ProcessorTime => node.TotalProcessorTime;

    /// <returns>Its exit code.</returns>
    public async Task<int> Ended()
    {
        await node.WaitForExitAsync().WaitAsync(Patience);
        return node.ExitCode;
    }

    async Task Signal(string name)
    {
        using var kill = Process.Start("bash", ["-c", $"kill -{name} {node.Id}"]);
        await kill.WaitForExitAsync();
    }
}
