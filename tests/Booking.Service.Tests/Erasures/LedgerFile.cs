using Booking.Service.Erasures;
using Microsoft.Extensions.Configuration;

namespace Booking.Service.Tests.Erasures;

/// <summary>A ledger of one test.</summary>
sealed class LedgerFile : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("booking-ledger-").FullName;

    public LedgerFile() => Ledger = new(new ConfigurationBuilder().AddInMemoryCollection([new("Booking:ErasureLedger", Path)]).Build());

    public string Path => System.IO.Path.Combine(folder, "erasures");

    public ErasureLedger Ledger { get; }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
