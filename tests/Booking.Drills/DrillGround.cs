using System.Collections.Concurrent;
using System.Net;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Hosting;
using Booking.Service.Tests;
using NodaTime;
using Npgsql;
using Payments.Sandbox;

namespace Booking.Drills;

/// <summary>Access tokens of the people in a drill, made before it, because nodes die in it.</summary>
sealed record DrillPeople(string Desk, string Ops, ConcurrentQueue<string> Patients)
{
    /// <param name="services">Of any node on the database.</param>
    public static DrillPeople Of(IServiceProvider services, int patients) => new(
        Tokens.For(services, Guid.NewGuid(), Roles.FrontDesk, doctor: null), Tokens.For(services, Guid.NewGuid(), Roles.Ops, doctor: null),
        new(Enumerable.Range(0, patients).Select(_ => Tokens.For(services, Guid.NewGuid(), Roles.Patient, doctor: null))));
}

/// <summary>Where a drill is: the service behind an address that is always there, its database, and the providers.</summary>
sealed class DrillGround(Uri address, DrillPeople people, SandboxControls providers, NpgsqlDataSource database) : IDisposable
{
    const int Looks = 50;
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100), Patience = TimeSpan.FromSeconds(60), Pause = TimeSpan.FromMilliseconds(200);

    // Connections are given up soon, so that no client stays with one node.
    readonly SocketsHttpHandler handler = new() { PooledConnectionLifetime = TimeSpan.FromSeconds(1), UseProxy = false };
    int repeats;

    public Uri Address => address;
    public SandboxControls Providers => providers;
    public NpgsqlDataSource Database => database;

    /// <summary>Requests that were sent again because their answer did not come.</summary>
    public int Repeats => repeats;

    public BookingClient Desk() => As(people.Desk);
    public BookingClient Ops() => As(people.Ops);
    public BookingClient Patient() => As(people.Patients.TryDequeue(out var token) ? token : throw new InvalidOperationException("No patient is left."));

    /// <summary>Sends a request until it is answered, as a careful client does: under one idempotency key.</summary>
    /// <exception cref="TimeoutException">There was no answer in a minute.</exception>
    public async Task<Answer<T>> Insist<T>(Func<string, Task<Answer<T>>> send)
    {
        var (key, began) = (Guid.NewGuid().ToString(), TimeProvider.System.GetTimestamp());
        while (TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            try
            {
                var answer = await send(key);
                if (answer.Status is < HttpStatusCode.InternalServerError and not HttpStatusCode.TooManyRequests)
                    return answer;
            }
            catch (Exception lost) when (lost is HttpRequestException or IOException or TaskCanceledException)
            {
                // Perhaps it was done and perhaps not; the key tells the service.
            }

            Interlocked.Increment(ref repeats);
            await Task.Delay(Pause);
        }

        throw new TimeoutException("The service did not answer for a minute.");
    }

    /// <summary>Moves the service's clock and the providers' together.</summary>
    /// <param name="by">May be negative.</param>
    public async Task PassTime(Duration by)
    {
        var now = (await Insist(_ => Ops().Clock())).Value.Now + by;
        _ = (await Insist(_ => Ops().SetClock(now))).Value;
        providers.SetClock(now);
    }

    /// <summary>The provider's id of a payment's newest page, as soon as there is one; null when there is none within five seconds.</summary>
    public async Task<string?> Page(Guid payment)
    {
        const string Newest = "select data ->> 'reference' from mt_events where stream_id = $1 and type = 'checkout_opened' order by version desc limit 1";
        for (var look = 0; look < Looks; look++)
        {
            if (await Query(Newest, row => row.GetString(0), Pg.Uuid(payment)) is [var page])
                return page;
            await Task.Delay(Look);
        }

        return null;
    }

    public async Task<List<T>> Query<T>(string sql, Func<NpgsqlDataReader, T> read, params NpgsqlParameter[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await using var row = await command.ExecuteReaderAsync();
        List<T> rows = [];
        while (await row.ReadAsync())
            rows.Add(read(row));
        return rows;
    }

    public void Dispose() => handler.Dispose();

    BookingClient As(string token)
    {
        var http = new HttpClient(handler, disposeHandler: false) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return new(http);
    }
}
