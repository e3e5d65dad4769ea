namespace Booking.Ops.Tests;

/// <summary>A folder of one test, removed with everything in it.</summary>
sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("booking-ops-").FullName;

    /// <summary>A folder inside that does not exist yet.</summary>
    public string Cluster => System.IO.Path.Combine(Path, "pg");

    public TemporaryFolder()
    {
        // Others may pass through, as they may through a working copy, but for the tests that close the door.
        File.SetUnixFileMode(Path, (UnixFileMode)0b111_101_101);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
