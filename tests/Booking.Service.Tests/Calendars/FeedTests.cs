using System.Net;
using Booking.Contracts;
using Booking.Service.Tests.Official;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Calendars;

public sealed class FeedTests(ServiceFixture service) : IClassFixture<ServiceFixture>, IAsyncLifetime
{
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await Invariants.Check(service);

    [Fact]
    public async Task A_patients_feed_has_their_visits_with_every_doctor_and_nobody_elses()
    {
        var (one, two, patient) = (await Clinic.Open(service), await Clinic.Open(service, zone: "Europe/Berlin"), service.Patient());
        var visits = new[] { await one.Confirmed(patient, await Start(one, 0)), await two.Pending(patient, await Start(two, 4)) };
        _ = await one.Confirmed(service.Patient(), await Start(one, 8));

        var read = (await Judges.Read(await Read(await Make(patient))))[0];

        Assert.Equal("PT1H", read.Refresh);
        Assert.Equal(visits.Select(visit => $"{visit.Id}").Order(StringComparer.Ordinal), read.Events.Select(e => e.Uid[..36]).Order(StringComparer.Ordinal));
        Assert.Equal(["CONFIRMED", "TENTATIVE"], read.Events.Select(e => e.Status).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_doctors_feed_names_no_patient_but_the_visits_number()
    {
        var (clinic, patient) = (await Clinic.Open(service), service.DemoPatient());
        var visit = await clinic.Confirmed(patient, await Start(clinic, 0));

        var feed = await Read(await Make(service.Doctor(clinic.Doctor)));

        Assert.Contains($"SUMMARY:Appointment {visit.Id.ToString("N")[20..].ToUpperInvariant()}\r\n", feed, StringComparison.Ordinal);
        Assert.DoesNotContain(visit.PatientId.ToString(), feed, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("demo.test", feed, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_feed_that_has_not_changed_is_304_and_one_that_has_is_sent_anew()
    {
        var (clinic, patient) = (await Clinic.Open(service), service.Patient());
        var url = await Make(patient);
        using var first = await service.Http().GetAsync(url);
        using var again = await Ask(url, first.Headers.ETag!.ToString());
        _ = await clinic.Pending(patient, await Start(clinic, 0));
        using var changed = await Ask(url, first.Headers.ETag!.ToString());

        Assert.Equal((HttpStatusCode.OK, "text/calendar"), (first.StatusCode, first.Content.Headers.ContentType?.MediaType));
        Assert.Equal((HttpStatusCode.NotModified, first.Headers.ETag), (again.StatusCode, again.Headers.ETag));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(first.Headers.ETag, changed.Headers.ETag);
    }

    [Fact]
    public async Task A_cancelled_visit_stays_for_thirty_days_and_a_past_one_for_ninety()
    {
        var (clinic, patient) = (await Clinic.Open(service), service.Patient());
        var cancelled = await clinic.Confirmed(patient, await Start(clinic, 0));
        var kept = await clinic.Confirmed(patient, await Start(clinic, 4));
        _ = (await patient.Cancel(cancelled.Id, new("Better"))).Value;
        var url = await Make(patient);

        Assert.Equal(["CANCELLED", "CONFIRMED"], (await Judges.Read(await Read(url)))[0].Events.Select(e => e.Status));
        await service.Advance(Duration.FromDays(31));
        Assert.Equal([$"{kept.Id}"], (await Judges.Read(await Read(url)))[0].Events.Select(e => e.Uid[..36]));
        await service.Advance(Duration.FromDays(70));
        Assert.Empty((await Judges.Read(await Read(url)))[0].Events);
    }

    [Fact]
    public async Task A_revoked_feed_and_one_that_never_was_are_alike()
    {
        var (patient, other) = (service.Patient(), service.Patient());
        var feed = (await patient.MakeFeed()).Value;
        (await other.RevokeFeed(feed.Id)).Refused(HttpStatusCode.NotFound, "not-found");
        Assert.Equal(feed.Id, Assert.Single((await patient.Feeds()).Value.Items).Id);
        Assert.Empty((await other.Feeds()).Value.Items);
        _ = (await patient.RevokeFeed(feed.Id)).Value;

        var revoked = await Refusal(feed.Url);
        Assert.Equal(revoked, await Refusal($"/feeds/{new string('A', 43)}.ics"));
        Assert.Equal(revoked, await Refusal("/feeds/x.ics"));
        Assert.Equal(revoked, await Refusal($"/feeds/{Uri.EscapeDataString("' or 1=1 --")}.ics"));
        Assert.Empty((await patient.Feeds()).Value.Items);
    }

    [Fact]
    public async Task An_account_has_ten_at_most_also_when_many_are_asked_for_at_once_and_a_repeat_makes_none()
    {
        var patient = service.Patient();
        var first = (await patient.MakeFeed("the-one")).Value;
        Assert.Equal(first, (await patient.MakeFeed("the-one")).Value);
        var made = await Task.WhenAll(Enumerable.Range(0, 14).Select(_ => patient.MakeFeed()));

        Assert.Equal(9, made.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.All(made.Where(answer => answer.Status != HttpStatusCode.Created), answer => Assert.True(answer.Problem!.Code is "too-many-feeds" or "busy"));
        Assert.Equal(10, (await patient.Feeds()).Value.Items.Count);
        (await service.Desk().MakeFeed()).Refused(HttpStatusCode.Forbidden, "forbidden");
    }

    static async Task<Instant> Start(Clinic clinic, int at) => (await clinic.Free(from: clinic.Today.PlusDays(4), days: 2))[at];

    static async Task<string> Make(BookingClient who) => (await who.MakeFeed()).Value.Url;

    Task<string> Read(string url) => service.Http().GetStringAsync(url);

    async Task<HttpResponseMessage> Ask(string url, string etag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        return await service.Http().SendAsync(request);
    }

    async Task<string> Refusal(string url)
    {
        using var answer = await service.Http().GetAsync(url);
        var problem = await answer.Problem(404, "not-found");
        return $"{problem with { TraceId = null }} {string.Join(';', answer.Headers.Where(h => h.Key != "Date").Select(h => $"{h.Key}={string.Join(',', h.Value)}"))}";
    }
}
