using System.Globalization;
using Booking.EventStore;
using Npgsql;

namespace Booking.Drills.Load;

/// <summary>Seconds of processor time so far of the service, of all of PostgreSQL, and of the load itself.</summary>
readonly record struct Cpu(double Service, double Postgres, double Client)
{
    /// <summary>What was used since, as parts of one core.</summary>
    public string Since(Cpu before, TimeSpan elapsed) => string.Create(
        CultureInfo.InvariantCulture,
        $"service {(Service - before.Service) / elapsed.TotalSeconds:0.00}, PostgreSQL {(Postgres - before.Postgres) / elapsed.TotalSeconds:0.00}, client {(Client - before.Client) / elapsed.TotalSeconds:0.00}");
}

/// <summary>Looks at processes from outside, as an operator would with ps.</summary>
sealed class Gauge(int service, int postmaster)
{
    const double TicksASecond = 100; // sysconf(_SC_CLK_TCK) of every Linux that .NET runs on.
    const int Parent = 1, User = 11, System = 12, WaitedUser = 13, WaitedSystem = 14; // In /proc/PID/stat, counted after the name.

    public static async Task<Gauge> Of(int service, NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("select pg_backend_pid()");
        var backend = (int)(await command.ExecuteScalarAsync())!;
        return new(service, (int)Stat(backend)![Parent]);
    }

    public Cpu Cpu()
    {
        var postgres = Stat(postmaster) is { } own ? own[User] + own[System] + own[WaitedUser] + own[WaitedSystem] : 0;
        foreach (var folder in Directory.EnumerateDirectories("/proc", "*"))
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && Stat(id) is { } stat && (int)stat[Parent] == postmaster)
                postgres += stat[User] + stat[System];
        return new(Own(service), postgres / TicksASecond, Own(Environment.ProcessId));
    }

    /// <summary>Resident memory of the service in MiB.</summary>
    public double Memory()
    {
        var line = File.ReadLines($"/proc/{service}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.AsSpan(6).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>Files and sockets that the service has open.</summary>
    public int Descriptors() => Directory.EnumerateFileSystemEntries($"/proc/{service}/fd").Count();

    static double Own(int process) => Stat(process) is { } stat ? (stat[User] + stat[System]) / TicksASecond : 0;

    /// <returns>Null when there is no such process.</returns>
    static double[]? Stat(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return [.. text[(text.LastIndexOf(')') + 2)..].Split(' ').Take(WaitedSystem + 1).Select(field => double.TryParse(field, CultureInfo.InvariantCulture, out var number) ? number : 0)];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
