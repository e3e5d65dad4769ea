using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Metrics;

/// <summary>Beside the node of the tests another in a process of its own: what it counts is its own, while in one process all tests would be counted.</summary>
public sealed class NodeFixture : ServiceFixture
{
    ServiceProcess? node;

    public ServiceProcess Counting => node!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        node = await ServiceProcess.Start(this);
    }

    internal async Task<PrometheusReader> Scrape()
    {
        using var http = new HttpClient { BaseAddress = Counting.Address };
        return PrometheusReader.Read(await http.GetStringAsync("/metrics"));
    }

    public override async ValueTask DisposeAsync()
    {
        if (node is not null)
            await node.DisposeAsync();
        await base.DisposeAsync();
    }
}

/// <summary>What a node says of what has happened.</summary>
public sealed class CountingTests(NodeFixture service) : IClassFixture<NodeFixture>
{
    [Fact]
    public async Task What_was_held_refused_booked_and_paid_is_counted_once_after_it_has_happened()
    {
        var node = service.Counting;
        var clinic = await Clinic.Open(service);
        var start = (await clinic.Free())[0];
        var (patient, desk) = (node.For(service.Patient()), node.For(service.Desk()));
        var before = await service.Scrape();

        var hold = (await clinic.Hold(patient, start)).Value;
        (await clinic.Hold(node.For(service.Patient()), start)).Conflict("slot-taken");
        var visit = (await Clinic.Book(patient, hold, key: "once")).Value;
        _ = (await Clinic.Book(patient, hold, key: "once")).Value;
        _ = (await patient.AdvanceClock(Duration.FromMinutes(4))).Value;
        _ = (await desk.PayManually(visit.Payment!.Id, new(visit.Due, ManualMethod.Cash, "receipt"))).Value;
        _ = (await desk.Cancel(visit.Id, new("Not well"))).Value;
        var after = await service.Scrape();

        Assert.Equal(1, Rise("booking_holds_made_total", ("type", "standard"), ("via", "request")));
        Assert.Equal(1, Rise("booking_refusals_total", ("code", "slot-taken"), ("http_route", "/api/holds")));
        Assert.Equal(1, Rise("booking_appointments_requested_total", ("by", "patient"), ("provider", "manual")));
        Assert.Equal(1, Rise("booking_appointments_confirmed_total", ("provider", "manual")));
        Assert.InRange(Rise("booking_appointments_confirm_duration_seconds_sum"), 239, 600);
        Assert.Equal(1, Rise("booking_payments_captured_total", ("provider", "manual")));
        Assert.Equal(1, Rise("booking_refunds_succeeded_total", ("provider", "manual")));
        Assert.Equal(1, Rise("booking_appointments_cancelled_total", ("by", "desk"), ("code", "cancelled")));
        Assert.Equal(1, Rise("booking_transact_duration_seconds_count", ("outcome", "repeated")));
        Assert.Equal(0, Rise("booking_events_uncounted_total"));
        Assert.Equal(2, Rise("http_server_request_duration_seconds_count", ("http_route", "/api/holds"), ("http_request_method", "POST")));
        Assert.True(after.Value("dotnet_process_memory_working_set_bytes") > 0);

        double Rise(string name, params (string, string)[] labels) => after.Value(name, labels) - before.Value(name, labels);
    }

    [Fact]
    public async Task No_label_holds_an_id_an_address_or_a_person()
    {
        var clinic = await Clinic.Open(service);
        _ = await Clinic.Book(service.Counting.For(service.Patient()), (await clinic.Hold(service.Counting.For(service.Patient()), (await clinic.Free())[0])).Value);
        _ = await service.Counting.For(service.Desk()).Appointment(Guid.NewGuid());

        Assert.All((await service.Scrape()).Samples.SelectMany(s => s.Labels), label => Assert.False(
            label.Value.Contains('@') || label.Value.Contains("127.0.0.1", StringComparison.Ordinal) || label.Value.Contains("Host=", StringComparison.Ordinal)
            || label.Value.Split('/', '-', ' ').Any(part => part.Length >= 8 && part.All(char.IsAsciiHexDigit)),
            $"{label.Key}={label.Value}"));
    }
}
