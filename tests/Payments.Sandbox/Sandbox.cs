using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Payments.Sandbox;

/// <summary>The payment providers on loopback, with state, signatures, faults and a clock of their own. It proves agreement with what they document.</summary>
[SuppressMessage("Design", "MA0049", Justification = "It is what the project is called and what its users start.")]
public sealed class Sandbox : IAsyncDisposable
{
    static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan AskClockEvery = TimeSpan.FromMilliseconds(500);

    readonly List<WebApplication> apps = [];
    readonly CancellationTokenSource stopping = new();
    readonly Dictionary<PaymentProvider, Uri> addresses = [];
    readonly World world;
    readonly Deliverer deliverer;
    readonly StateFile? state;
    Task background = Task.CompletedTask;

    Sandbox(SandboxOptions options)
    {
        world = new(options, new SandboxClock(options.Time));
        Providers = ProviderSandboxes.All(world);
        deliverer = new(world, Providers.ToDictionary(p => p.Provider));
        Controls = new(world, Providers, deliverer);
        state = options.StateFile is { } path ? new(world, Providers, path) : null;
    }

    public SandboxControls Controls { get; }

    /// <summary>Where the provider's API and pages are; no slash at the end of what a client appends to it.</summary>
    public Uri Stripe => addresses[PaymentProvider.Stripe];

    /// <inheritdoc cref="Stripe"/>
    public Uri Razorpay => addresses[PaymentProvider.Razorpay];

    /// <inheritdoc cref="Stripe"/>
    public Uri PayTabs => addresses[PaymentProvider.PayTabs];

    /// <summary>Where the control plane is.</summary>
    public Uri Control { get; private set; } = null!;

    /// <summary>The providers that are played, for a printed list of addresses.</summary>
    public IReadOnlyDictionary<PaymentProvider, Uri> Addresses => addresses;

    IReadOnlyList<IProviderSandbox> Providers { get; }

    /// <summary>Starts listening; the state file, when there is one, is read before.</summary>
    public static async Task<Sandbox> Start(SandboxOptions? options = null)
    {
        options ??= new();
        var sandbox = new Sandbox(options);
        sandbox.state?.Load();
        foreach (var provider in sandbox.Providers)
        {
            var address = await sandbox.Listen(Port(options, provider.Provider), app => app.Run(new Gate(sandbox.world, provider).Serve));
            sandbox.addresses[provider.Provider] = address;
            sandbox.world.SetAddress(provider.Provider, address);
        }

        sandbox.Control = await sandbox.Listen(options.ControlPort, app => ControlPlane.Map(app, sandbox.Controls));
        sandbox.background = Task.WhenAll(sandbox.Every(TickEvery, sandbox.Tick), sandbox.FollowClock());
        return sandbox;
    }

    static int Port(SandboxOptions options, PaymentProvider provider) => provider switch
    {
        PaymentProvider.Stripe => options.StripePort,
        PaymentProvider.Razorpay => options.RazorpayPort,
        _ => options.PayTabsPort,
    };

    async Task<Uri> Listen(int port, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = SandboxRequest.MaxBody;
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        map(app);
        apps.Add(app);
        await app.StartAsync();
        return new(app.Urls.Single());
    }

    Task Tick()
    {
        Controls.Tick();
        state?.Save();
        return Task.CompletedTask;
    }

    async Task FollowClock()
    {
        using var client = new HttpClient { Timeout = AskClockEvery * 4 };
        await Every(AskClockEvery, async () =>
        {
            if (world.ClockFrom is not { } from) return;
            var answer = JsonNode.Parse(await client.GetStringAsync(from, stopping.Token));
            var now = NodaTime.Text.InstantPattern.ExtendedIso.Parse(answer?["now"]?.GetValue<string>() ?? "").Value;
            world.Clock.Set(now);
        });
    }

    /// <summary>Now and from time to time. A failure, such as a clock that does not answer, is said once and made good by the next time.</summary>
    async Task Every(TimeSpan wait, Func<Task> work)
    {
        using var timer = new PeriodicTimer(wait);
        var said = "";
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await work();
                said = "";
                await timer.WaitForNextTickAsync(stopping.Token);
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                if (failure.Message != said) await Console.Error.WriteLineAsync(said = failure.Message);
                await timer.WaitForNextTickAsync(stopping.Token).AsTask().ContinueWith(_ => { }, TaskScheduler.Default);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await background;
        await deliverer.DisposeAsync();
        foreach (var app in apps) await app.DisposeAsync();
        state?.Save();
        stopping.Dispose();
    }
}
