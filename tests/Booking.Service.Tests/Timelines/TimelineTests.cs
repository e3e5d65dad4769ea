using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Tests.Coupons;
using Booking.Service.Tests.Reviews;
using Xunit;

namespace Booking.Service.Tests.Timelines;

/// <summary>One visit, told from all the places where something of it is kept.</summary>
public sealed class TimelineTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task A_visit_is_told_with_all_that_belongs_to_it_and_nothing_of_others_and_who_looked_is_noted()
    {
        var clinic = await Clinic.Open(service);
        var (other, patient, at) = (service.Patient(), service.Patient(), (await clinic.Free())[2]);
        var passing = (await clinic.Hold(other, at)).Value;
        await other.ReleaseHold(passing.Id);
        var visit = await clinic.Confirmed(patient, at);
        Assert.Null((await patient.Cancel(visit.Id, new("Well again"))).Problem);
        await clinic.Confirmed(other, at);

        var timeline = (await service.Ops().Timeline(visit.Id)).Value;

        var events = timeline.Items.Where(item => item.Kind == TimelineKind.Event).ToList();
        Assert.Equal(
            ["slot_held", "slot_booked", "slot_freed"],
            events.Where(item => item.Stream != visit.Id && item.Stream != timeline.PaymentId).Select(item => item.Name));
        Assert.Equal(["appointment_requested", "appointment_confirmed", "appointment_cancelled"], events.Where(item => item.Stream == visit.Id && item.Name.StartsWith("appointment_", StringComparison.Ordinal) && item.Name != "appointment_payment_changed").Select(item => item.Name).Take(3));
        Assert.Contains(events, item => item.Stream == timeline.PaymentId);
        Assert.Contains(timeline.Items, item => item is { Kind: TimelineKind.Message, Name: "send_notice", Actor: not null });
        Assert.All(events, item => Assert.Equal(32, item.TraceId!.Length));
        Assert.DoesNotContain("Well again", System.Text.Json.JsonSerializer.Serialize(timeline, ContractsJson.Options), StringComparison.Ordinal);
        Assert.Equal(timeline.Items.Select(item => item.At).Order(), timeline.Items.Select(item => item.At));
        Assert.Equal(1, await Invariants.Count(service, "select count(*) from operator_changes where change = 'appointments.timeline' and subject = $1", Pg.Uuid(visit.Id)));
    }

    [Fact]
    public async Task What_other_visits_have_a_part_in_is_told_as_far_as_it_is_this_one()
    {
        var (clinic, patient) = (await Clinic.Open(service), service.Patient());
        _ = (await service.Desk().CreateWebhook(new("https://receiver.example/hook", ["*"]))).Value;
        var code = await clinic.Coupon();
        _ = (await clinic.Ask(service.Patient(), code)).Value;
        var visit = (await clinic.Ask(patient, code)).Value;
        _ = (await clinic.Pay(visit)).Value;
        await Took.Append(service, visit, new AppointmentCompleted());
        _ = (await patient.WriteReview(visit.Id, new(4, "Took her time."))).Value;

        var timeline = (await service.Ops().Timeline(visit.Id)).Value;

        Assert.Single(timeline.Items, item => item is { Kind: TimelineKind.Event, Name: "coupon_redeemed" });
        Assert.Single(timeline.Items, item => item is { Kind: TimelineKind.Event, Name: "review_written" });
        var events = timeline.Items.Where(item => item.Kind == TimelineKind.Event).Select(item => item.TraceId).ToHashSet();
        var told = timeline.Items.Where(item => item is { Kind: TimelineKind.Message, Name: "publish_event" }).ToList();
        Assert.NotEmpty(told);
        Assert.All(told, item => Assert.Contains(item.TraceId, events));
        Assert.DoesNotContain("Took her time", System.Text.Json.JsonSerializer.Serialize(timeline, ContractsJson.Options), StringComparison.Ordinal);
    }
}
