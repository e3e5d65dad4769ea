using System.Net.Http.Headers;
using System.Text;

namespace Payments.Sandbox;

/// <summary>Brings webhooks to their receivers, each by itself, and again by the provider's schedule when they are not accepted.</summary>
public sealed class Deliverer : IAsyncDisposable
{
    readonly World world;
    readonly IReadOnlyDictionary<PaymentProvider, IProviderSandbox> providers;
    readonly HttpClient client;
    readonly HashSet<string> inFlight = [];
    readonly List<TaskCompletionSource> waiting = [];
    readonly CancellationTokenSource stopping = new();
    bool withheld;
    int copies = 1;

    public Deliverer(World world, IReadOnlyDictionary<PaymentProvider, IProviderSandbox> providers)
    {
        this.world = world;
        this.providers = providers;
        client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { Timeout = world.Options.DeliveryTimeout };
        world.Stirred = Pump;
    }

    /// <summary>While it is on, nothing is sent; what is queued waits for a release.</summary>
    public void Withhold(bool on) => world.Do(() =>
    {
        withheld = on;
        Pump();
    });

    /// <summary>From now on, how many times each attempt is sent.</summary>
    public void Duplicate(int times) => world.Do(() => copies = Math.Clamp(times, 1, 100));

    /// <summary>Sends what is due one after the other in this order, then goes on as always.</summary>
    /// <param name="order">Puts what is due, oldest first, into the order wanted.</param>
    public void Release(Func<IReadOnlyList<Delivery>, IReadOnlyList<Delivery>> order, int times)
    {
        var batch = world.Do(() =>
        {
            withheld = false;
            var taken = order(Due());
            foreach (var delivery in taken) inFlight.Add(delivery.Id);
            return taken;
        });
        _ = Task.Run(async () =>
        {
            foreach (var delivery in batch) await Send(delivery, times);
        });
    }

    /// <summary>Ends when nothing is due and nothing in flight. What is withheld is not due.</summary>
    public Task Settled() => world.Do(() =>
    {
        Pump();
        if (Idle) return Task.CompletedTask;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.Add(done);
        return done.Task;
    });

    /// <summary>Starts what is due; called with the world locked.</summary>
    public void Pump()
    {
        if (stopping.IsCancellationRequested) return;
        if (!withheld)
        {
            foreach (var delivery in Due())
            {
                inFlight.Add(delivery.Id);
                _ = Task.Run(() => Send(delivery, copies));
            }
        }

        if (!Idle) return;
        foreach (var done in waiting) done.SetResult();
        waiting.Clear();
    }

    bool Idle => inFlight.Count == 0;

    List<Delivery> Due()
    {
        var now = world.Now;
        return [.. world.Deliveries.Where(d => d.Due <= now && !inFlight.Contains(d.Id))];
    }

    async Task Send(Delivery delivery, int times)
    {
        int? status = null;
        for (var i = 0; i < times; i++) status = await Attempt(delivery);
        world.Do(() =>
        {
            inFlight.Remove(delivery.Id);
            Settle(delivery, status);
            Pump();
        });
    }

    async Task<int?> Attempt(Delivery delivery)
    {
        try
        {
            using var message = world.Do(() => Message(delivery));
            using var answer = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, stopping.Token);
            return (int)answer.StatusCode;
        }
        catch (Exception)
        {
            // Whatever it was, the receiver has not accepted; the schedule goes on.
            return null;
        }
    }

    HttpRequestMessage Message(Delivery delivery)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, delivery.Url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(delivery.Body)) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        foreach (var (name, value) in providers[delivery.Provider].Sign(delivery))
            message.Headers.TryAddWithoutValidation(name, value);
        return message;
    }

    void Settle(Delivery delivery, int? status)
    {
        if (stopping.IsCancellationRequested) return;
        var provider = providers[delivery.Provider];
        delivery.Attempts.Add(new(world.Now, status));
        delivery.Delivered = status is { } answered && provider.Accepts(answered);
        var used = delivery.Attempts.Count - 1;
        var waits = delivery.RetryWaits ?? provider.RetryWaits;
        var again = !delivery.Delivered && used < waits.Count;

        // From when it was due, not from now: after a leap of the clock all retries within it are made, as they would have been.
        delivery.Due = again ? delivery.Due + (waits[used] / world.Options.RetryScale) : null;
        if (!again) provider.Finished(delivery);
    }

    public async ValueTask DisposeAsync()
    {
        world.Stirred = null;
        await stopping.CancelAsync();
        client.Dispose();
        world.Do(() =>
        {
            foreach (var done in waiting) done.TrySetCanceled();
        });
    }
}
