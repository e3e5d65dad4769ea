using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Booking.Service.Cli;

/// <summary>
/// Standard output when it is a pipe. The console's own writer says nothing of a reader who has gone, as <c>head</c> does when it has seen enough, so a
/// command that follows the log would do so for ever, and for nobody.
/// </summary>
static class PipedOutput
{
    const int StandardOutput = 1;

    /// <summary>EPIPE, which an <see cref="IOException"/> of a Unix carries as it is.</summary>
    const int BrokenPipe = 32;

    public static TextWriter OrConsole()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
        {
            return Console.Out;
        }

        var output = new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        // In a file each writer of it would have a place of its own.
        return output.CanSeek ? Console.Out : new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
    }

    public static bool HasNoReader(IOException failure) => failure.HResult == BrokenPipe;
}
