using System.Text;
using System.Text.Json;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Accounts;
using Booking.Service.Tests.OpenApi;
using Booking.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests;

/// <summary>
/// The whole service in Development on a real server and a database of its own. Real sockets, because limits of the server are part
/// of what is tested. One a test class: <c>IClassFixture&lt;ServiceFixture&gt;</c>.
/// </summary>
public class ServiceFixture : IAsyncLifetime
{
    TestDatabase? database;
    Host? development;

    public TestDatabase Database => database!;
    public IServiceProvider Services => development!.Services;

    /// <summary>What the node needs beside the common settings.</summary>
    protected virtual (string Key, string? Value)[] Settings => [];

    /// <summary>Puts services of the test's own in the place of the node's.</summary>
    protected virtual void Replace(IServiceCollection services)
    {
    }

    public virtual async ValueTask InitializeAsync()
    {
        database = await NewDatabase();
        StartNode(Database.ConnectionString);
        // Eight in the morning of tomorrow, so that the hour at which tests run makes no difference.
        await AdvanceTo(Now.InUtc().Date.PlusDays(1).At(new(8, 0)).InUtc().ToInstant());
    }

    protected void StartNode(string connectionString) =>
        development = Run(new(Environments.Development, [.. Common(connectionString), .. Settings], Replace));

    /// <summary>Migrated, with the demo accounts, and used by nobody yet.</summary>
    public static Task<TestDatabase> NewDatabase() => TestDatabase.Create(Migrate, "service");

    /// <summary>The node that most tests talk to.</summary>
    public Host Node => development!;

    /// <summary>A client that nobody is signed in with. What it is answered is held against the OpenAPI document, as with every client here.</summary>
    public BookingClient Anonymous() => Node.Anonymous();

    /// <summary>Somebody who was never here before.</summary>
    public BookingClient Patient() => Node.As(Roles.Patient);

    /// <summary>The demo clinic's patient, whom the desk knows.</summary>
    public BookingClient DemoPatient() => Node.As(Roles.Patient, DemoAccounts.Patient.Value);

    public BookingClient Desk() => Node.As(Roles.FrontDesk);
    public BookingClient Ops() => Node.As(Roles.Ops);
    public BookingClient Doctor(Guid doctor) => Node.As(Roles.Doctor, doctor: doctor);

    public Instant Now => Node.Clock.GetCurrentInstant();

    /// <summary>Moves the clock of all nodes on. Tests of a class run one by one, so none sees it move under its feet.</summary>
    public Task Advance(Duration by) => Node.Clock.Advance(by, CancellationToken.None);

    /// <summary>The clock is the database's own again: for rows that SQL plants as of <c>now()</c>.</summary>
    public Task AsOfNow() => Node.Clock.Reset(CancellationToken.None);

    public Task AdvanceTo(Instant now) => Node.Clock.SetTo(now, CancellationToken.None);

    /// <summary>A client of one of <see cref="DemoAccounts"/>, or of whoever else has that password.</summary>
    public async Task<BookingClient> SignedIn(string email, string password = DemoAccounts.Password)
    {
        var client = Anonymous();
        _ = (await client.SignIn(email, password)).Value;
        return client;
    }

    public HttpClient Http() => development!.Client();

    /// <summary>Another node on the same database, in any environment and with settings of its own. The caller disposes it.</summary>
    public Host Start(string environment, params (string Key, string? Value)[] settings) => StartOn(Database.ConnectionString, environment, settings);

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (development is not null)
            await development.DisposeAsync();
        if (database is not null)
            await database.DisposeAsync();
    }

    /// <summary>A node on any database; <see cref="Start"/> is one on this fixture's.</summary>
    public static Host StartOn(string connectionString, string environment, params (string Key, string? Value)[] settings) =>
        Run(new(environment, [.. Common(connectionString), .. settings]));

    static Host Run(Host host)
    {
        host.UseKestrel(0);
        host.StartServer();
        return host;
    }

    // One master key for all nodes, since they share the ring of keys that tokens are protected with; and nothing said but errors.
    internal static (string Key, string? Value)[] Common(string connectionString) =>
    [
        ("ConnectionStrings:Booking", connectionString), ("Booking:MasterKeys", "test:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="),
        ("Logging:LogLevel:Default", "Error"), ("Logging:LogLevel:Microsoft.Hosting.Lifetime", "Error"), ("Shutdown:GraceSeconds", "0"),
    ];

    // Migrated and with the demo accounts, so that no test class waits for four passwords to be hashed.
    static async Task Migrate(string connectionString)
    {
        await using (var source = NpgsqlDataSource.Create(connectionString))
            await new Migrator(source, typeof(Migrator).Assembly, typeof(Program).Assembly).Migrate(CancellationToken.None);
        await using var host = StartOn(connectionString, Environments.Development);
    }

    public sealed class Host(string environment, (string Key, string? Value)[] settings, Action<IServiceCollection>? replace = null) : WebApplicationFactory<Program>
    {
        // One document for all nodes of this process: they are the same program.
        static readonly Lazy<Task<JsonDocument>> Document = new(Load);
        static HttpClient? documented;

        public DatabaseClock Clock => Services.GetRequiredService<DatabaseClock>();

        /// <summary>Whatever is sent and answered, unchecked.</summary>
        public HttpClient Client() => CreateDefaultClient();

        public BookingClient Anonymous()
        {
            Interlocked.CompareExchange(ref documented, Client(), comparand: null);
            return new(CreateDefaultClient(new OpenApiCheck(() => Document.Value, "/dev/", "/health/", "/openapi/")));
        }

        /// <summary>Somebody of this role, signed in by a token made here: no password is hashed for it.</summary>
        public BookingClient As(string role, Guid? account = null, Guid? doctor = null)
        {
            var client = Anonymous();
            client.Http.DefaultRequestHeaders.Authorization = new("Bearer", Tokens.For(Services, account ?? Guid.NewGuid(), role, doctor));
            return client;
        }

        static async Task<JsonDocument> Load() => JsonDocument.Parse(await documented!.GetByteArrayAsync("/openapi/v1.json"));

        protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.ConfigureTestServices(services => replace?.Invoke(services));

        // Host configuration reaches Program as arguments, before it reads its first setting.
        protected override IHost CreateHost(IHostBuilder builder)
        {
            var all = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["environment"] = environment };
            foreach (var (key, value) in settings)
                all[key] = value;
            builder.ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection(all));
            return base.CreateHost(builder);
        }
    }
}

/// <summary>What many tests say in one word.</summary>
public static class HttpWords
{
    public static Task<HttpResponseMessage> PostJson(this HttpClient http, string path, string json) =>
        http.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));

    /// <summary>The problem of an answer that is one in form: status, media type, type and trace id.</summary>
    public static async Task<Problem> Problem(this HttpResponseMessage answer, int status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == (int)answer.StatusCode, $"{(int)answer.StatusCode}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<Problem>(text, ContractsJson.Options)!;
        Assert.Equal((status, code), (problem.Status, problem.Code));
        Assert.Equal(32, problem.TraceId?.Length);
        return problem;
    }
}
