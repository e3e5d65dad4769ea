using NodaTime;

namespace Booking.Service.Hosting;

/// <summary>This process among those that share the database.</summary>
static class Node
{
    /// <summary>Machine and process id: <c>clinic-2/4711</c>.</summary>
    public static readonly string Name = $"{Environment.MachineName}/{Environment.ProcessId}";

    /// <summary>What sessions of any node are called in the database; behind it stands its name.</summary>
    public const string SessionPrefix = "booking ";

    /// <summary>By the machine's clock: figures of this process begin here.</summary>
    public static readonly Instant Started = Instant.FromDateTimeUtc(System.Diagnostics.Process.GetCurrentProcess().StartTime.ToUniversalTime());
}
