using System.Net;
using Booking.Contracts;
using Booking.Service.Tests.Notifications;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Waitlist;

/// <summary>Who waits is told of an offer at once: by mail, and by SMS in waking hours.</summary>
public sealed class OfferLetterTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static readonly DateTimeZone Karachi = DateTimeZoneProviders.Tzdb["Asia/Karachi"];

    [Fact]
    public async Task An_offer_is_told_by_mail_and_SMS_in_the_language_of_who_waits_and_by_mail_alone_at_night()
    {
        await AdvanceTo(new(12, 0));
        var clinic = await WaitingClinic.Open(service);
        var visits = await clinic.Fill();
        var (early, late) = (await Correspondent.Join(service, "ur", Karachi.Id), await Correspondent.Join(service, "ar", Karachi.Id));

        var noon = await Offered(clinic, visits[0], early);
        await Waiting.Until(async () => (await Told(early)).Count == 2, "mail and SMS");
        var told = await Told(early);
        // Else both could be given what comes free of an offer that lapses.
        Assert.Equal(HttpStatusCode.NoContent, (await early.Client.LeaveWaitlist(noon.Id)).Status);
        await AdvanceTo(new(23, 0));
        _ = await Offered(clinic, visits[1], late);
        await Waiting.Until(async () => await Waits() == 0, "what is to be told");

        Assert.Equal([("email", "ur"), ("sms", "ur")], told.Select(item => (item.Channel, item.Language)).Order());
        Assert.All(told, item => Assert.Contains($"/holds/{noon.HoldId}", item.Text));
        var mail = Assert.Single(await Told(late));
        Assert.Equal(("email", "ar"), (mail.Channel, mail.Language));
    }

    static async Task<WaitlistEntry> Offered(WaitingClinic clinic, (BookingClient Who, AppointmentAnswer Visit) freed, Correspondent waiting)
    {
        var entry = await clinic.Joins(waiting.Client);
        _ = (await freed.Who.Cancel(freed.Visit.Id, new("Better"))).Value;
        return await clinic.UntilOffered(waiting.Client, entry);
    }

    async Task AdvanceTo(LocalTime time)
    {
        var local = service.Now.InZone(Karachi).LocalDateTime;
        var next = local.Date.At(time);
        await service.Advance((next > local ? next : next.PlusDays(1)).InZoneStrictly(Karachi).ToInstant() - service.Now);
    }

    async Task<List<MailItem>> Told(Correspondent who) =>
        [.. (await service.Anonymous().Mail()).Value.Items.Where(item => item.To == who.Email || item.To == who.Phone)];

    Task<long> Waits() => Invariants.Count(service, "select count(*) from outbox where sent_at is null and dead_at is null and type = 'tell_of_offer'");
}
