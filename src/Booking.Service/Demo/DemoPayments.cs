using System.Net.Http.Json;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Gateways;
using Booking.Service.Payments;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NodaTime;
using Payments.Adapters;

namespace Booking.Service.Demo;

/// <summary>
/// Lets the patients of the demo clinic pay at the sandbox of the providers, whose control plane <c>Payments:Sandbox</c> names (<c>ops/run</c>
/// sets it). Merchants are made there first and accounts here after, through the decision of <see cref="PutGateway"/>. Until it has done so,
/// or has given up, the service is not ready. Doing it again changes nothing.
/// </summary>
sealed class DemoPayments(
    Uri control, StreamStore store, PutGateway put, PaymentGateways gateways, CheckoutPages pages, IConfiguration configuration, IHostApplicationLifetime life, IClock clock,
    ILogger<DemoPayments> log) : BackgroundService, IHealthCheck
{
    const string Setting = "Payments:Sandbox";
    const int MostTries = 6;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500), Patience = TimeSpan.FromSeconds(2);

    readonly TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <exception cref="StartupRefusedException">The setting stands outside Development, or is no address on this machine.</exception>
    public static void Add(WebApplicationBuilder builder)
    {
        if (builder.Configuration[Setting] is not { Length: > 0 } setting)
            return;
        if (!builder.Environment.IsDevelopment())
            throw new StartupRefusedException($"{Setting} is for Development alone: it hands out accounts with play money. Remove it.");
        if (!Uri.TryCreate(setting, UriKind.Absolute, out var control) || !control.IsLoopback)
            throw new StartupRefusedException($"{Setting} must be an address on this machine, such as http://127.0.0.1:5184.");
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<DemoPayments>(services, control));
        builder.Services.AddHostedService(services => services.GetRequiredService<DemoPayments>());
        builder.Services.AddHealthChecks().AddCheck<DemoPayments>("demo", tags: [Health.Ready]);
    }

    /// <summary>Waits rather than saying no, which would stand as an error in the log of each start.</summary>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await over.Task.WaitAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Started(stoppingToken);
            await Try(stoppingToken);
        }
        finally
        {
            over.TrySetResult();
        }
    }

    /// <summary>Only then is it known where notifications reach this process.</summary>
    async Task Started(CancellationToken ct)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var _ = life.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(ct);
    }

    async Task Try(CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                using var sandbox = new HttpClient { BaseAddress = control, Timeout = Patience };
                await Seed(sandbox, ct);
                return;
            }
            catch (Exception failure) when (!ct.IsCancellationRequested && failure is HttpRequestException or OperationCanceledException or System.Text.Json.JsonException)
            {
                if (tries == MostTries)
                {
                    log.LogWarning(
                        "The sandbox of the payment providers at {Control} does not answer ({Reason}). Visits are paid at the desk; to pay in the browser start the sandbox, then the service",
                        control, failure.Message);
                    return;
                }
            }

            await Task.Delay(Pause, ct);
        }
    }

    async Task Seed(HttpClient sandbox, CancellationToken ct)
    {
        var played = await sandbox.GetFromJsonAsync<Dictionary<string, Uri>>("/addresses", ct) ?? [];
        var address = pages.PublicAddress();
        await Post(sandbox, "/clock", new { from = new Uri(address, "/dev/clock") }, ct);
        var context = CommandContext.BySystem(clock.GetCurrentInstant(), "demo");
        foreach (var doctor in DemoDoctors.All)
        {
            foreach (var merchant in DemoMerchants.Of(doctor, (provider, fee) => IsSandboxed(provider, played) && gateways.For(provider).Takes(fee)))
            {
                var (draft, body) = (merchant.Draft, merchant.Merchant);
                body[merchant.WebhookField] = new Uri(address, draft.Account.WebhookPath(draft.Provider)).AbsoluteUri;
                await Post(sandbox, "/accounts", body, ct);
                if (await put.Run(store, context, doctor.Id, draft, ct) is { } refusal)
                    log.LogWarning("{Doctor} got no account with {Provider}: {Refusal}", doctor.FullName, draft.Provider, refusal.Code);
            }
        }
    }

    /// <summary>Whether this service asks the sandbox when it asks the provider: keys that everybody knows go nowhere else.</summary>
    bool IsSandboxed(PaymentProvider provider, Dictionary<string, Uri> played) =>
        Uri.TryCreate(configuration[$"Payments:{provider}:BaseAddress"], UriKind.Absolute, out var asked)
        && played.TryGetValue(Wire.Name(provider), out var sandbox) && asked == sandbox;

    static async Task Post<T>(HttpClient sandbox, string path, T body, CancellationToken ct)
    {
        using var answer = await sandbox.PostAsJsonAsync(path, body, ct);
        answer.EnsureSuccessStatusCode();
    }
}
