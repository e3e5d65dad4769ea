using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Booking.Drills.Faults;

/// <summary>
/// A PostgreSQL server of a fault's own, durable as in production, that can be stopped, killed and started again. It ends with this
/// process, however that ends: a shell holds it as long as its input is open.
/// </summary>
sealed class Server : IAsyncDisposable
{
    const string Bin = "/usr/lib/postgresql/15/bin/", Database = "booking", Password = "drill";

    // $1 is the folder; the rest are the server's arguments.
    const string Hold = """
        exec 3<&0 2>/dev/null; data=$1; shift
        "$@" -D "$data" </dev/null >>"$data.log" 2>&1 3<&- &
        cat <&3 >/dev/null
        kill -INT $! 2>/dev/null; wait
        """;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60), Look = TimeSpan.FromMilliseconds(50);

    readonly List<Process> holders = [];

    Server(string folder, int port) => (Folder, Port) = (folder, port);

    public string Folder { get; }
    public int Port { get; }

    /// <summary>Straight to the server, as its owner, a connection a use.</summary>
    public string ConnectionString => Through(Port) + ";Pooling=false";

    /// <summary>By way of another port, as the service connects.</summary>
    public static string Through(int port, int poolSize = 40) =>
        $"Host=127.0.0.1;Port={port};Username=booking;Password={Password};Database={Database};SSL Mode=Disable;GSS Encryption Mode=Disable;Maximum Pool Size={poolSize}";

    /// <summary>A new one with an empty database.</summary>
    public static async Task<Server> Make(string folder)
    {
        if (!File.Exists(Bin + "initdb"))
            throw new NotRunException($"{Bin}initdb is not there");
        var words = Path.GetTempFileName();
        await File.WriteAllTextAsync(words, Password);
        await Shell.Run("chmod", "644", words);
        await Shell.Run([.. Shell.AsPostgres, Bin + "initdb", "-D", folder, "-k", "-E", "UTF8", "--locale=C.UTF-8", "-U", "booking", "-A", "scram-sha-256", "--pwfile", words]);
        File.Delete(words);
        var made = new Server(folder, Shell.FreePort());
        await made.Start();
        await made.Do($"create database {Database}", "postgres");
        return made;
    }

    /// <summary>Another one with the data of this, which is stopped.</summary>
    public async Task<Server> Copy(string folder)
    {
        await Shell.Run([.. Shell.AsPostgres, "cp", "-a", Folder + "/.", folder]);
        return new(folder, Shell.FreePort());
    }

    /// <param name="settings">Beside the common ones: <c>name=value</c>.</param>
    /// <exception cref="TimeoutException">It does not answer within a minute.</exception>
    public async Task Start(params string[] settings)
    {
        string[] common = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=120", "shared_buffers=64MB", "jit=off", "timezone=UTC", "restart_after_crash=on"];
        for (var began = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(began) < Patience; await Task.Delay(Look))
        {
            if (Postmaster is null)
                Launch([.. common, .. settings]);
            if (await Answers())
                return;
        }

        throw new TimeoutException($"PostgreSQL did not start; its log is {Folder}.log");
    }

    public async Task<bool> Answers()
    {
        try
        {
            await Do("select 1", "postgres");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>Fast: whoever is connected is cut off.</summary>
    public async Task Stop()
    {
        if (Postmaster is { } process)
            await Shell.Try("kill", "-INT", process.ToString());
        for (var began = TimeProvider.System.GetTimestamp(); Postmaster is not null && TimeProvider.System.GetElapsedTime(began) < Patience;)
            await Task.Delay(Look);
    }

    /// <summary>SIGKILL to the postmaster; its children notice and end.</summary>
    public async Task Kill()
    {
        if (Postmaster is { } process)
            await Shell.Try("kill", "-KILL", process.ToString());
    }

    /// <summary>One statement of the server's owner.</summary>
    public async Task<object?> Do(string sql, string database = Database)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Database = database, Timeout = 5 }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>The process's id while it runs.</summary>
    int? Postmaster
    {
        get
        {
            try
            {
                var id = int.Parse(File.ReadLines(Path.Combine(Folder, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
                return File.ReadAllText($"/proc/{id}/comm").Trim() == "postgres" ? id : null;
            }
            catch (Exception gone) when (gone is IOException or InvalidOperationException or FormatException)
            {
                return null;
            }
        }
    }

    void Launch(string[] settings)
    {
        string[] server = [Bin + "postgres", "-p", Port.ToString(CultureInfo.InvariantCulture), .. settings.SelectMany(setting => new[] { "-c", setting })];
        string[] command = [.. Shell.AsPostgres, "bash", "-c", Hold, "hold", Folder, .. server];
        holders.Add(Process.Start(new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardInput = true, WorkingDirectory = "/" })!);
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        foreach (var holder in holders)
        {
            holder.StandardInput.Close();
            await holder.WaitForExitAsync();
            holder.Dispose();
        }
    }
}
