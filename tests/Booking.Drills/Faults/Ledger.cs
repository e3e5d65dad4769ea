using System.Text;

namespace Booking.Drills.Faults;

/// <summary>How far a visit was said to be; each step includes those before.</summary>
enum Said
{
    /// <summary>Asked for; nothing is promised.</summary>
    Nothing,
    Booked,

    /// <summary>The provider has the money: the visit is to be confirmed in the end.</summary>
    Captured,
    Confirmed,

    /// <summary>Cancelling was asked for; it may have been done.</summary>
    MayBeCancelled,
    Cancelled,
}

/// <summary>
/// What the service has said yes to, in a file outside its database. A line is on the disk before the client does anything else, so what
/// stands here is what a patient was told.
/// </summary>
sealed class Ledger : IAsyncDisposable
{
    readonly FileStream file;
    readonly SemaphoreSlim turn = new(1);

    public Ledger(string path) => file = new(Path = path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);

    public string Path { get; }

    public async Task Write(Guid visit, Said said)
    {
        await turn.WaitAsync();
        try
        {
            await file.WriteAsync(Encoding.ASCII.GetBytes($"{visit} {said}\n"));
            file.Flush(flushToDisk: true);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Visits and the furthest that was said of each.</summary>
    public static Dictionary<Guid, Said> Read(string path) => File.ReadLines(path).Select(line => line.Split(' '))
        .GroupBy(parts => Guid.Parse(parts[0]), parts => Enum.Parse<Said>(parts[1])).ToDictionary(g => g.Key, g => g.Max());

    public async ValueTask DisposeAsync()
    {
        await file.DisposeAsync();
        turn.Dispose();
    }
}
