using System.Net;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Waitlist;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Waitlist;

/// <summary>Several at once, nodes that die, doctors who pause.</summary>
public sealed class OfferRaceTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Twenty_who_join_at_once_stand_at_the_positions_one_to_twenty()
    {
        var clinic = await WaitingClinic.Open(service);

        var entries = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => clinic.Joins(service.Patient())));

        Assert.Equal(Enumerable.Range(1, 20), entries.Select(entry => entry.Position!.Value).Order());
        var listed = (await service.Desk().Waitlist(clinic.Doctor, new(100))).Value.Items;
        Assert.Equal(entries.OrderBy(entry => entry.Position).Select(entry => entry.Id), listed.Select(entry => entry.Id));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_time_that_is_offered_by_two_nodes_at_once_is_offered_once()
    {
        await using var other = service.Start(Environments.Development);
        var clinic = await WaitingClinic.Open(service);
        var desk = service.Desk();
        _ = (await desk.AddException(clinic.Doctor, new(clinic.Day, ExceptionType.Blocked, "Away", new(9, 30), new(10, 30)))).Value;
        var (ann, bob) = (service.Patient(), service.Patient());
        var (first, second) = (await clinic.Joins(ann), await clinic.Joins(bob));
        var freed = new OfferFreedSlots(new(clinic.Doctor), clinic.Slots[0], clinic.Slots[1]);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            (i % 2 == 0 ? service.Services : other.Services).GetRequiredService<OfferSlots>().Run(freed, CommandContext.BySystem(service.Now, "test"), CancellationToken.None)));

        Assert.Equal(clinic.Slots[0], (await ann.WaitlistEntry(first.Id)).Value.Start);
        await clinic.StillWaits(bob, second, position: 2);
        Assert.Equal(1, await Invariants.Count(service, "select count(*) from mt_events where type = 'waitlist_offered' and stream_id = $1", Pg.Uuid(WaitingList.Stream(new(clinic.Doctor)))));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_wish_whose_offer_was_noted_as_lapsed_while_it_was_booked_is_fulfilled()
    {
        var clinic = await WaitingClinic.Open(service);
        var visits = await clinic.Fill();
        var ann = service.Patient();
        var entry = await clinic.Joins(ann);
        _ = (await visits[0].Who.Cancel(visits[0].Visit.Id, new("Better"))).Value;
        var offer = await clinic.UntilOffered(ann, entry);
        var hold = Assert.Single((await ann.Holds()).Value.Items, held => held.Id == offer.HoldId);

        // Who notes it reads the clock a moment later than who books.
        _ = await SettleOffers.Run(
            service.Services.GetRequiredService<StreamStore>(), new(clinic.Doctor), CommandContext.BySystem(hold.ExpiresAt, "test"), CancellationToken.None);
        _ = (await Clinic.Book(ann, hold)).Value;

        await clinic.UntilEnded(ann, entry, "booked");
    }

    [Fact]
    public void Who_leaves_right_after_booking_the_offer_has_booked_and_not_declined_it()
    {
        var (id, hold, start) = (WaitlistEntryId.New(), HoldId.New(), Instant.FromUtc(2027, 3, 1, 9, 0));
        WaitlistEvent[] past =
        [
            new WaitlistJoined(id, DoctorId.New(), PatientId.New(), AppointmentType.Standard, new(2027, 3, 1), new(2027, 3, 2), "UTC", start + Duration.FromDays(2)),
            new WaitlistOffered(id, hold, start, start + Duration.FromMinutes(30), start - Duration.FromHours(1)),
        ];
        var state = past.Aggregate(WaitingList.Category.Initial, WaitingList.Category.Evolve);

        LeaveWaitlist.Decide(state, id, booked: true).Then(new WaitlistOfferEnded(id, hold, OfferEnd.Booked), new WaitlistLeft(id, LeavingReason.Booked));
        LeaveWaitlist.Decide(state, id).Then(new WaitlistOfferEnded(id, hold, OfferEnd.Declined), new WaitlistLeft(id, LeavingReason.Withdrawn));
    }

    [Fact]
    public async Task An_offer_that_finds_the_calendar_busy_is_made_later_and_not_passed_over()
    {
        var clinic = await WaitingClinic.Open(service);
        var ann = service.Patient();
        var entry = await clinic.Joins(ann);
        var freed = new OfferFreedSlots(new(clinic.Doctor), clinic.Slots[0], clinic.Slots[1]);
        var offers = service.Services.GetRequiredService<OfferSlots>();
        Task Run() => offers.Run(freed, CommandContext.BySystem(service.Now, "test"), CancellationToken.None);
        await using (var other = await service.Database.DataSource.OpenConnectionAsync())
        {
            await using var transaction = await other.BeginTransactionAsync();
            await using var locked = new Npgsql.NpgsqlCommand("select from mt_streams where id = $1 for update", other, transaction)
                .With(Pg.Uuid(Booking.Service.Schedules.Schedule.Stream(new(clinic.Doctor))));
            await locked.ExecuteNonQueryAsync();

            await Assert.ThrowsAsync<InvalidOperationException>(Run);
        }

        await Run();
        Assert.Equal(clinic.Slots[0], (await ann.WaitlistEntry(entry.Id)).Value.Start);
    }

    [Fact]
    public async Task A_node_that_dies_after_it_freed_a_time_leaves_the_offer_to_the_others()
    {
        var clinic = await WaitingClinic.Open(service);
        var visits = await clinic.Fill();
        var ann = service.Patient();
        var entry = await clinic.Joins(ann, to: clinic.Day.PlusDays(1));
        await using (var node = await ServiceProcess.Start(service))
        {
            await Task.WhenAll(visits.Select(async v => _ = (await node.For(v.Who).Cancel(v.Visit.Id, new("Better"))).Value));
            node.Kill();
        }

        _ = await clinic.UntilOffered(ann, entry);
        await clinic.Quiet();
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Who_leaves_while_a_time_is_held_for_them_gives_it_to_the_next()
    {
        var clinic = await WaitingClinic.Open(service);
        var visits = await clinic.Fill();
        var (ann, bob) = (service.Patient(), service.Patient());
        var (first, second) = (await clinic.Joins(ann), await clinic.Joins(bob));
        _ = (await visits[0].Who.Cancel(visits[0].Visit.Id, new("Better"))).Value;
        _ = await clinic.UntilOffered(ann, first);

        Assert.Equal(HttpStatusCode.NoContent, (await ann.LeaveWaitlist(first.Id)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await ann.LeaveWaitlist(first.Id)).Status);

        Assert.Empty((await ann.Holds()).Value.Items);
        Assert.Equal(clinic.Slots[0], (await clinic.UntilOffered(bob, second)).Start);
        Assert.Equal("withdrawn", (await ann.WaitlistEntry(first.Id)).Value.EndedBecause);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_paused_doctor_offers_nothing_until_they_are_back()
    {
        var clinic = await WaitingClinic.Open(service);
        var visits = await clinic.Fill();
        var ann = service.Patient();
        var entry = await clinic.Joins(ann);
        _ = (await service.Desk().PauseDoctor(clinic.Doctor)).Value;
        _ = (await visits[1].Who.Cancel(visits[1].Visit.Id, new("Better"))).Value;
        await clinic.StillWaits(ann, entry);

        _ = (await service.Desk().ResumeDoctor(clinic.Doctor)).Value;

        Assert.Equal(clinic.Slots[1], (await clinic.UntilOffered(ann, entry)).Start);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_place_that_comes_free_in_a_full_window_is_offered_once()
    {
        var clinic = await WaitingClinic.Open(service, most: 2);
        var visits = await clinic.Fill(count: 2);
        var (ann, bob) = (service.Patient(), service.Patient());
        var (first, second) = (await clinic.Joins(ann), await clinic.Joins(bob));

        _ = (await visits[1].Who.Cancel(visits[1].Visit.Id, new("Better"))).Value;

        Assert.Equal(clinic.Slots[1], (await clinic.UntilOffered(ann, first)).Start);
        await clinic.StillWaits(bob, second, position: 2);
        (await clinic.Clinic.Hold(service.Patient(), clinic.Slots[2])).Conflict("day-full");
        await Invariants.Check(service);
    }
}
