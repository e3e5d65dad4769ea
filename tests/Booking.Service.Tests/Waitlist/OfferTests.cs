using System.Net;
using Booking.Contracts;
using Booking.Service.Tests.Notifications;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Waitlist;

/// <summary>What comes free is held for the first who waits, then for the next.</summary>
public sealed class OfferTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task A_cancelled_time_is_held_for_the_first_who_waits_and_spending_it_ends_the_wish()
    {
        var clinic = await WaitingClinic.Open(service);
        var visits = await clinic.Fill();
        var (ann, bob) = (service.DemoPatient(), service.Patient());
        var (first, second) = (await clinic.Joins(ann), await clinic.Joins(bob));
        Assert.Equal((1, 2), (first.Position, second.Position));

        _ = (await visits[1].Who.Cancel(visits[1].Visit.Id, new("Better"))).Value;

        var offer = await clinic.UntilOffered(ann, first);
        var hold = Assert.Single((await ann.Holds()).Value.Items, held => held.Id == offer.HoldId);
        Assert.Equal((clinic.Slots[1], hold.ExpiresAt), (offer.Start, offer.Until));
        Assert.InRange(hold.ExpiresAt - service.Now, Duration.FromMinutes(29), Duration.FromMinutes(30));
        var booked = (await Clinic.Book(ann, hold)).Value;
        Assert.Equal(clinic.Slots[1], booked.Start);
        await clinic.UntilEnded(ann, first, "booked");
        await clinic.StillWaits(bob, second);
    }

    [Fact]
    public async Task An_offer_is_told_in_the_language_of_who_waits_and_with_the_clinics_time_beside_theirs()
    {
        var clinic = await WaitingClinic.Open(service);
        var visits = await clinic.Fill();
        var reader = await Correspondent.Join(service, "ur", "Asia/Karachi");
        var entry = await clinic.Joins(reader.Client);
        _ = (await visits[0].Who.Cancel(visits[0].Visit.Id, new("Better"))).Value;
        _ = await clinic.UntilOffered(reader.Client, entry);

        MailItem? mail = null;
        await Waiting.Until(async () => (mail = (await service.Anonymous().Mail()).Value.Items.FirstOrDefault(item => item.To == reader.Email)) is not null, "the mail");

        Assert.Equal("ur", mail!.Language);
        Assert.Contains("Asia/Karachi, UTC+5", mail.Text, StringComparison.Ordinal);
        Assert.Contains("(\u2068UTC\u2069)", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("held for you", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_offer_that_lapses_goes_to_the_next_and_who_lets_two_lapse_leaves_the_list()
    {
        var clinic = await WaitingClinic.Open(service);
        var visits = await clinic.Fill();
        var (ann, bob) = (service.Patient(), service.Patient());
        var (first, second) = (await clinic.Joins(ann), await clinic.Joins(bob));
        _ = (await visits[0].Who.Cancel(visits[0].Visit.Id, new("Better"))).Value;
        _ = await clinic.UntilOffered(ann, first);

        await service.Advance(Duration.FromMinutes(30));

        Assert.Equal(clinic.Slots[0], (await clinic.UntilOffered(bob, second)).Start);
        await clinic.StillWaits(ann, first);
        _ = (await visits[2].Who.Cancel(visits[2].Visit.Id, new("Better"))).Value;
        Assert.Equal(clinic.Slots[2], (await clinic.UntilOffered(ann, first)).Start);
        await service.Advance(Duration.FromMinutes(30));
        await clinic.UntilEnded(ann, first, "offers_lapsed");
        Assert.Equal(clinic.Slots[2], (await clinic.UntilOffered(bob, second)).Start);
    }

    [Fact]
    public async Task What_was_given_back_is_not_offered_to_the_same_patient_again_and_then_is_everybodys()
    {
        var clinic = await WaitingClinic.Open(service);
        var visits = await clinic.Fill();
        var ann = service.Patient();
        var entry = await clinic.Joins(ann);
        _ = (await visits[0].Who.Cancel(visits[0].Visit.Id, new("Better"))).Value;
        var offer = await clinic.UntilOffered(ann, entry);

        _ = await ann.ReleaseHold(offer.HoldId!.Value);

        await clinic.StillWaits(ann, entry);
        Assert.Equal(HttpStatusCode.Created, (await clinic.Clinic.Hold(service.Patient(), clinic.Slots[0])).Status);
    }

    [Fact]
    public async Task A_hold_that_is_released_or_lapses_is_offered_too_and_so_is_money_given_up()
    {
        var clinic = await WaitingClinic.Open(service);
        var (other, ann) = (service.Patient(), service.Patient());
        var holds = new List<HoldAnswer>();
        foreach (var start in clinic.Slots.Take(2))
            holds.Add((await clinic.Clinic.Hold(other, start)).Value);
        _ = await clinic.Clinic.Pending(other, clinic.Slots[2]);
        var entry = await clinic.Joins(ann);

        _ = await other.ReleaseHold(holds[0].Id);
        var one = await clinic.UntilOffered(ann, entry);
        Assert.Equal(clinic.Slots[0], one.Start);
        _ = await ann.ReleaseHold(one.HoldId!.Value);
        await service.Advance(Duration.FromMinutes(11));
        var two = await clinic.UntilOffered(ann, entry);
        Assert.Equal(clinic.Slots[1], two.Start);
        _ = await ann.ReleaseHold(two.HoldId!.Value);
        await clinic.StillWaits(ann, entry);
        await service.Advance(Duration.FromHours(25));
        Assert.Equal(clinic.Slots[2], (await clinic.UntilOffered(ann, entry)).Start);
    }

    [Fact]
    public async Task Times_that_a_schedule_opens_are_offered_in_the_order_of_the_list()
    {
        var clinic = await WaitingClinic.Open(service);
        var desk = service.Desk();
        var block = (await desk.AddException(clinic.Doctor, new(clinic.Day, ExceptionType.Blocked, "Away"))).Value;
        var patients = Enumerable.Range(0, 4).Select(_ => service.Patient()).ToList();
        List<WaitlistEntry> entries = [];
        foreach (var patient in patients)
            entries.Add(await clinic.Joins(patient));

        _ = await desk.RemoveException(clinic.Doctor, block.Id);

        for (var i = 0; i < 3; i++)
            Assert.Equal(clinic.Slots[i], (await clinic.UntilOffered(patients[i], entries[i])).Start);
        await clinic.StillWaits(patients[3], entries[3], position: 4);
    }

    [Fact]
    public async Task What_is_cancelled_while_somebody_waits_is_seen_free_by_nobody_else()
    {
        var clinic = await WaitingClinic.Open(service);
        var visits = await clinic.Fill(count: 2);
        var ann = service.Patient();
        var entry = await clinic.Joins(ann);
        await using var watch = await Availability.Watch.Open(service.Anonymous(), clinic.Clinic);

        _ = (await visits[0].Who.Cancel(visits[0].Visit.Id, new("Better"))).Value;

        Assert.Equal(clinic.Slots[0], (await ann.WaitlistEntry(entry.Id)).Value.Start);
        _ = (await clinic.Clinic.Hold(service.Patient(), clinic.Slots[2])).Value;
        await watch.Hears(clinic.Slots[2], free: false);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Who_may_not_have_a_follow_up_keeps_nobody_behind_them_waiting()
    {
        var clinic = await Clinic.Open(
            service, new(HorizonDays: 60, FollowupWithinDays: 3), Clinic.Daily(LocalTime.Midnight, LocalTime.Midnight, slot: 15));
        var (desk, ann, bob) = (service.Desk(), service.Patient(), service.Patient());
        _ = (await desk.PauseDoctor(clinic.Doctor)).Value;
        _ = (await ann.JoinWaitlist(new(clinic.Doctor, clinic.Today.PlusDays(2), clinic.Today.PlusDays(58), AppointmentType.Followup))).Value;
        var entry = (await bob.JoinWaitlist(new(clinic.Doctor, clinic.Today.PlusDays(5), clinic.Today.PlusDays(5), AppointmentType.Standard))).Value;

        _ = (await desk.ResumeDoctor(clinic.Doctor)).Value;

        await Waiting.Until(async () => (await bob.WaitlistEntry(entry.Id)).Value.Status == WaitlistStatus.Offered, "an offer");
    }

    [Fact]
    public async Task A_hold_that_its_own_patient_lets_go_of_is_not_offered_to_them_but_to_the_next()
    {
        var clinic = await WaitingClinic.Open(service);
        var (ann, bob) = (service.Patient(), service.Patient());
        var (released, lapses) = ((await clinic.Clinic.Hold(ann, clinic.Slots[0])).Value, (await clinic.Clinic.Hold(ann, clinic.Slots[1])).Value);
        _ = await clinic.Clinic.Pending(service.Patient(), clinic.Slots[2]);
        var (first, second) = (await clinic.Joins(ann), await clinic.Joins(bob));

        _ = await ann.ReleaseHold(released.Id);

        Assert.Equal(clinic.Slots[0], (await clinic.UntilOffered(bob, second)).Start);
        await clinic.StillWaits(ann, first);
        await service.Advance(Duration.FromMinutes(11));
        await Waiting.Until(
            async () => await Invariants.Count(service, "select count(*) from holds where id = $1 and state = 'expired'", Booking.EventStore.Pg.Uuid(lapses.Id)) == 1, "the sweep");
        await clinic.StillWaits(ann, first);
        Assert.Equal(HttpStatusCode.Created, (await clinic.Clinic.Hold(service.Patient(), clinic.Slots[1])).Status);
    }
}
