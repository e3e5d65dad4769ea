using System.Security.Cryptography;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Booking.Service.Erasures;

/// <summary>One line of the ledger.</summary>
/// <param name="Withdrawn">The erasure that the line before named was refused after all.</param>
sealed record ErasureLine(Instant At, PatientId Patient, bool Withdrawn);

/// <summary>The ledger cannot be read or written, or somebody altered it. The message says which line.</summary>
sealed class ErasureLedgerException(string message) : Exception(message);

/// <summary>
/// Who was erased, in an append-only file outside the database (<c>Booking:ErasureLedger</c>), so that no restore brings anybody back. A line is on the
/// disk before the erasure commits: instant, word, the patient's id, and the SHA-256 of the line before with this one. All nodes share the file.
/// </summary>
sealed class ErasureLedger(IConfiguration configuration)
{
    const string Erase = "erase", Void = "void";
    const int Tries = 100;
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    static readonly string Origin = new('0', 64);

    readonly string? path = configuration["Booking:ErasureLedger"] is { Length: > 0 } set ? set : null;

    public bool IsKept => path is not null;

    /// <summary>Length of the file in bytes; 0 when there is none. It tells whether there is something new.</summary>
    public long Length => path is not null && File.Exists(path) ? new FileInfo(path).Length : 0;

    /// <summary>Appends a line and waits until it is on the disk. A line that a crash cut short is taken away before: nobody relied on it.</summary>
    /// <exception cref="ErasureLedgerException">It cannot be written, or what stands in it is not as it was written.</exception>
    public async Task Write(ErasureLine line, CancellationToken ct)
    {
        await using var file = await Open(FileAccess.ReadWrite, ct);
        var (_, last, end) = Parse(await Text(file, ct));
        var words = $"{InstantPattern.ExtendedIso.Format(line.At)} {(line.Withdrawn ? Void : Erase)} {line.Patient.Value}";
        try
        {
            file.SetLength(end);
            file.Position = end;
            await file.WriteAsync(Encoding.ASCII.GetBytes($"{words} {Chain(last, words)}\n"), ct);
            file.Flush(flushToDisk: true);
        }
        catch (IOException failed)
        {
            throw new ErasureLedgerException($"The erasure ledger cannot be written: {failed.Message}");
        }
    }

    /// <summary>
    /// Those whom the ledger says to be erased, each by their last line that stands. A withdrawal takes back one erasure: that of one who was refused late
    /// says nothing of another's that was written before it.
    /// </summary>
    /// <exception cref="ErasureLedgerException">It cannot be read, or a line is not as it was written.</exception>
    public async Task<IReadOnlyList<ErasureLine>> Read(CancellationToken ct)
    {
        if (path is null || !File.Exists(path))
        {
            return [];
        }

        await using var file = await Open(FileAccess.Read, ct);
        var (lines, _, _) = Parse(await Text(file, ct));
        return [.. lines.GroupBy(line => line.Patient).Select(Standing).OfType<ErasureLine>()];
    }

    static ErasureLine? Standing(IEnumerable<ErasureLine> ofOne)
    {
        Stack<ErasureLine> open = [];
        foreach (var line in ofOne)
        {
            if (!line.Withdrawn)
            {
                open.Push(line);
            }
            else
            {
                open.TryPop(out _);
            }
        }

        return open.TryPeek(out var last) ? last : null;
    }

    /// <summary>Only whole lines count: the last one without its end was being written when the machine stopped.</summary>
    static (List<ErasureLine> Lines, string Last, long End) Parse(string text)
    {
        List<ErasureLine> lines = [];
        var (last, begin) = (Origin, 0);
        for (var end = text.IndexOf('\n'); end >= 0; end = text.IndexOf('\n', begin))
        {
            var words = text[begin..end].Split(' ');
            var hash = words is [var at, Erase or Void, var id, _] ? Chain(last, $"{at} {words[1]} {id}") : null;
            if (hash != words[^1] || !Guid.TryParse(words[2], out var patient) || InstantPattern.ExtendedIso.Parse(words[0]) is not { Success: true, Value: var when })
            {
                throw new ErasureLedgerException($"Line {lines.Count + 1} of the erasure ledger is not as it was written, or a line before it is missing.");
            }

            lines.Add(new(when, new(patient), words[1] == Void));
            (last, begin) = (hash!, end + 1);
        }

        return (lines, last, begin);
    }

    static string Chain(string last, string words) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{last} {words}")));

    static async Task<string> Text(FileStream file, CancellationToken ct)
    {
        using var reader = new StreamReader(file, Encoding.ASCII, leaveOpen: true);
        return await reader.ReadToEndAsync(ct);
    }

    /// <summary>One at a time, of all nodes; whoever has it keeps it for a moment.</summary>
    async Task<FileStream> Open(FileAccess access, CancellationToken ct)
    {
        var options = new FileStreamOptions { Access = access, Mode = access == FileAccess.Read ? FileMode.Open : FileMode.OpenOrCreate, Share = FileShare.None };
        if (access != FileAccess.Read && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new(path!, options);
            }
            catch (IOException) when (attempt < Tries)
            {
                await Task.Delay(Pause, ct);
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                throw new ErasureLedgerException($"The erasure ledger cannot be opened: {failed.Message}");
            }
        }
    }
}
