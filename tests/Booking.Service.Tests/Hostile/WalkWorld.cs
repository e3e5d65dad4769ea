using System.Security.Cryptography;
using System.Text;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Accounts;
using Booking.Service.Tests.Payments;
using Booking.Service.TimeZones;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;
using Xunit;

namespace Booking.Service.Tests.Hostile;

/// <summary>Who walks, and what the walk knows by name.</summary>
sealed class WalkWorld
{
    /// <summary>Everybody whom the walk or an attacker may be.</summary>
    public static readonly string[] People = ["anonymous", "patient", "other", "doctor", "stranger", "desk", "ops"];

    static readonly Guid OtherDoctor = Guid.NewGuid();

    readonly PayingFixture service;
    readonly Dictionary<string, HttpClient> clients = new(StringComparer.Ordinal);

    public WalkWorld(PayingFixture service)
    {
        this.service = service;
        Names["razorpaySignature"] = Convert.ToHexStringLower(HMACSHA256.HashData("walk-hook"u8, """{"entity":"event","event":"unknown.event"}"""u8));
        var today = service.Now.InUtc().Date;
        for (var day = 0; day < 4; day++)
            Names[$"d{day}"] = LocalDatePattern.Iso.Format(today.PlusDays(day));
        for (var slot = 0; slot <= 60; slot++)
            Names[$"s{slot}"] = InstantPattern.General.Format(today.PlusDays(1).AtMidnight().InUtc().ToInstant() + Duration.FromMinutes(30 * slot));
    }

    public Dictionary<string, string> Names { get; } = new(StringComparer.Ordinal)
    {
        ["mail"] = "ada.canary.7f3a@walk.test", ["secondMail"] = "second.canary.7f3a@walk.test", ["mailQuery"] = "ada.canary.7f3a%40walk.test", ["password"] = "correct-horse-7f3a-battery",
        ["fullName"] = "Adacanary Walkerseven", ["phone"] = "+971509977331", ["reason"] = "Canaryreason of the heart", ["comment"] = "Canarycomment was kind",
        ["projection"] = "waitlist",
    };

    public PayingFixture Service => service;

    /// <summary>Somebody's client, whose calls are held against the OpenAPI document.</summary>
    public HttpClient Client(string who) => clients.TryGetValue(who, out var known) ? known : clients[who] = Make(who);

    /// <summary>For what is not held against the document. Nobody is signed in.</summary>
    public HttpClient Unchecked => field ??= new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 })
    {
        BaseAddress = service.Http().BaseAddress,
    };

    HttpClient Make(string who)
    {
        if (who == "provider")
            return Unchecked;
        var client = who switch
        {
            "patient" => service.Node.As(Roles.Patient, Guid.Parse(Names["me"])),
            "other" => service.Patient(),
            "doctor" => service.Doctor(Guid.Parse(Names["doctor"])),
            "stranger" => service.Doctor(OtherDoctor),
            "desk" => service.Desk(),
            "ops" => service.Ops(),
            _ => service.Anonymous(),
        };
        if (who == "account")
            client.Http.DefaultRequestHeaders.Authorization = new("Bearer", Names["access"]);
        return client.Http;
    }

    public Task Step(string name) => name switch
    {
        "mail" => Mail(),
        "pay" => Pay(),
        "feed" => Task.FromResult(Names["feedToken"] = Names["feedUrl"].Split('/')[^1].Replace(".ics", "", StringComparison.Ordinal)),
        "deliver" => Deliver(),
        "rebuilt" => Waiting.Until(async () => await Ask("select state from projection_rebuilds where name = $1", Pg.Text(Names["projection"])) == "done", "the end of the rebuild"),
        "advance" => service.PassTime(Duration.FromHours(36)),
        "zones" => BackToOlderZones(),
        "letter" => Insert("letter", """
            insert into outbox (id, parks, type, body, deliver_at, attempts, dead_at, error, correlation_id, actor, actor_role, created_at)
            values ($1, true, 'of_another_version', '{"number":7}', now(), 10, now(), 'InvalidOperationException: no', repeat('a', 32), 'system', 'system', now())
            """),
        _ => throw new InvalidOperationException($"No step is named {name}."),
    };

    async Task Mail()
    {
        const string Newest = "select coalesce((select text from identity.dev_mail where recipient = $1 order by id desc limit 1), '')";
        await Waiting.Until(async () => (Names["resetCode"] = (await Ask(Newest, Pg.Text(Names["mail"]))).Split('\n')[^1].Trim()).Length > 50, "the mail with the code");
        await using var scope = service.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = (await accounts.FindByEmailAsync(Names["mail"]))!;
        Names["confirmCode"] = WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(await accounts.GenerateEmailConfirmationTokenAsync(account)));
    }

    async Task Pay()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Stripe);
        var patient = new BookingClient(Client("patient"));
        Names["online"] = (await clinic.Pending(patient)).Payment!.Id.ToString();
        var wrong = await clinic.Pending(service.Patient());
        service.Providers.PayWrong(await clinic.Checkout(wrong), new(1, "USD"));
        await Waiting.Until(async () => (await clinic.Anomalies(wrong)).Count > 0, "an anomaly");
        Names["anomaly"] = (await clinic.Anomalies(wrong))[0].Id;
    }

    async Task Deliver()
    {
        await new Clinic(service, Guid.Parse(Names["doctor"])).Pending(service.Patient(), InstantPattern.General.Parse(Names["s60"]).Value);
        await Waiting.Until(async () => await Ask("select count(*)::text from webhook_deliveries where webhook_id = $1", Pg.Uuid(Guid.Parse(Names["webhook"]))) != "0", "a delivery");
    }

    // As if another node had gone back; what ops order next has something to do.
    async Task BackToOlderZones()
    {
        var (run, older) = (TimeZoneRunId.New(), new TimeZoneRules(TzdbDateTimeZoneSource.Default, "2020a"));
        var judge = service.Services.GetRequiredService<JudgeDoctor>();
        Assert.Null(await judge.Run(new(run, new(Guid.Parse(Names["doctor"])), older, Forced: true), CommandContext.BySystem(service.Now, "time-zones"), CancellationToken.None));
        Names["run"] = run.Value.ToString();
    }

    async Task Insert(string name, string sql)
    {
        var id = Guid.NewGuid();
        await using var command = service.Database.DataSource.CreateCommand(sql).With(Pg.Uuid(id));
        await command.ExecuteNonQueryAsync();
        Names[name] = id.ToString();
    }

    async Task<string> Ask(string sql, Npgsql.NpgsqlParameter parameter)
    {
        await using var command = service.Database.DataSource.CreateCommand(sql).With(parameter);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
