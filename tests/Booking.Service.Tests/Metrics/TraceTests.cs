using System.Collections.Concurrent;
using System.Diagnostics;
using Booking.Contracts;
using Booking.Service.Hosting;
using Booking.Service.Tests.Payments;
using Xunit;

namespace Booking.Service.Tests.Metrics;

/// <summary>One visit from its request to its money, as somebody who collects traces sees it.</summary>
public sealed class TraceTests(PayingFixture service) : IClassFixture<PayingFixture>
{
    static readonly string[] Sources = ["Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "Booking.EventStore", "Booking.Outbox", "Booking.Payments"];

    [Fact]
    public async Task One_trace_goes_from_the_request_through_events_message_and_provider_and_the_webhooks_own_trace_points_back_at_it()
    {
        var ended = new ConcurrentQueue<Activity>();
        var clinic = await PayingClinic.Open(service, PaymentProvider.Stripe);
        var patient = service.Patient();
        var (visit, request) = await Traced(ended, () => clinic.Pending(patient));

        Assert.Equal(request, await Correlation(visit.Id, "appointment_requested"));
        Assert.Equal(request, await Correlation(visit.Payment!.Id, "checkout_opened"));
        var decided = Of(ended, request).Single(a => a.OperationName == "booking.transact" && Tag(a, "booking.event.types").Contains("appointment_requested", StringComparison.Ordinal));
        Assert.Equal(("done", "0"), (Tag(decided, "booking.outcome"), Tag(decided, "booking.conflicts")));
        Assert.Contains(Of(ended, request), a => a.ParentSpanId == decided.SpanId && a.Source.Name == "Npgsql");
        var handled = Of(ended, request).First(a => a.OperationName == "outbox drive_payment");
        var called = Of(ended, request).First(a => a.Source.Name == "Booking.Payments" && a.ParentSpanId == handled.SpanId);
        Assert.Equal(("stripe", "answered"), (Tag(called, "booking.provider"), Tag(called, "booking.outcome")));
        Assert.Contains(Of(ended, request), a => a.Source.Name == "System.Net.Http" && a.ParentSpanId == called.SpanId);
        // The sandbox runs in this process: a trace id that was sent to it would show as a request in the same trace.
        Assert.All(Of(ended, request).Where(a => a.Kind == ActivityKind.Server), a => Assert.StartsWith("/api/", Tag(a, "http.route"), StringComparison.Ordinal));
        NothingPersonal(Of(ended, request), visit, clinic);
    }

    [Fact]
    public async Task A_webhook_links_to_the_trace_of_its_payment_and_what_it_leads_to_is_in_its_own()
    {
        var ended = new ConcurrentQueue<Activity>();
        var clinic = await PayingClinic.Open(service, PaymentProvider.Stripe);
        var (visit, request) = await Traced(ended, () => clinic.Pending(service.Patient()));
        using (Listen(ended))
        {
            await clinic.Pay(visit);
            await service.Providers.Settled();
            await Waiting.Until(() => Task.FromResult(Webhooks().Any()), "the span of the webhook");
        }

        var webhook = Webhooks().First();
        Assert.Equal("POST /webhooks/{provider}/{accountId}", webhook.DisplayName);
        Assert.Equal(request, Tag(webhook, "booking.payment.trace_id"));
        Assert.NotEqual(request, webhook.TraceId.ToHexString());
        Assert.Contains(await Correlation(visit.Payment!.Id, "payment_paid"), Webhooks().Select(a => a.TraceId.ToHexString()));
        NothingPersonal([.. Of(ended, request), .. Webhooks().SelectMany(a => Of(ended, a.TraceId.ToHexString()))], visit, clinic);

        IEnumerable<Activity> Webhooks() => ended.Where(a => a.Kind == ActivityKind.Server && a.Links.Any(link => link.Context.TraceId.ToHexString() == request));
    }

    static async Task<(T Value, string Trace)> Traced<T>(ConcurrentQueue<Activity> ended, Func<Task<T>> work)
    {
        using var listener = Listen(ended);
        using var root = new Activity("test").Start();
        var value = await work();
        var trace = root.TraceId.ToHexString();
        root.Stop();
        await Waiting.Until(() => Task.FromResult(Of(ended, trace).Any(a => a.OperationName == "outbox drive_payment")), "the span of the message");
        return (value, trace);
    }

    static ActivityListener Listen(ConcurrentQueue<Activity> ended)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => Sources.Contains(source.Name, StringComparer.Ordinal),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    static IEnumerable<Activity> Of(ConcurrentQueue<Activity> ended, string trace) => ended.Where(a => a.TraceId.ToHexString() == trace);

    static string Tag(Activity activity, string name) => activity.GetTagItem(name) switch
    {
        string[] many => string.Join(' ', many),
        var one => one?.ToString() ?? "",
    };

    /// <summary>Spans of other tests, which run at the same time in this process, are theirs to look at and to clean.</summary>
    static void NothingPersonal(IEnumerable<Activity> ended, AppointmentAnswer visit, PayingClinic clinic)
    {
        using var exported = new Telemetry.WithoutPaths();
        foreach (var activity in ended)
        {
            exported.OnEnd(activity);
            var told = activity.DisplayName + " " + string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"));
            foreach (var secret in new[] { visit.Id.ToString(), visit.PatientId.ToString(), visit.DoctorId.ToString(), visit.Payment!.Id.ToString(), clinic.WebhookPath, "sk_test" })
                Assert.DoesNotContain(secret, told, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch(@"\w@\w+\.\w", told);
        }
    }

    Task<string> Correlation(Guid stream, string type) => Invariants.Text(
        service, $"select correlation_id from mt_events where stream_id = $1 and type = '{type}' order by version desc limit 1", stream);
}
