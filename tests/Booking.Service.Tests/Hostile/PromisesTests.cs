using System.Net;
using System.Text.Json;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Hostile;

/// <summary>What the interface promises everywhere, in the places that forgot it.</summary>
public sealed class PromisesTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Ones_holds_come_page_by_page()
    {
        var (clinic, patient) = (await Clinic.Open(service), service.Patient());
        var free = await clinic.Free();
        foreach (var start in (Instant[])[free[0], free[4], free[8]])
            _ = (await clinic.Hold(patient, start)).Value;

        var first = (await patient.Holds(new(Limit: 2))).Value;
        var rest = (await patient.Holds(new(Limit: 2, Cursor: first.Next))).Value;

        Assert.Equal((2, 1, null), (first.Items.Count, rest.Items.Count, rest.Next));
        Assert.Equal(3, first.Items.Concat(rest.Items).Select(hold => hold.Id).Distinct().Count());
        Assert.Equal(["limit"], (await patient.Holds(new(Limit: 0))).Refused(HttpStatusCode.BadRequest, "invalid").Errors!.Keys);
        Assert.Equal(["cursor"], (await patient.Holds(new(Cursor: "bm9uc2Vuc2U"))).Refused(HttpStatusCode.BadRequest, "invalid").Errors!.Keys);
    }

    [Fact]
    public async Task The_exceptions_of_a_schedule_come_page_by_page()
    {
        var (clinic, desk) = (await Clinic.Open(service), service.Desk());
        foreach (var day in (int[])[5, 3, 3, 4])
            _ = (await desk.AddException(clinic.Doctor, new(clinic.Today.PlusDays(day), ExceptionType.Blocked, "Away"))).Value;

        var first = (await desk.Exceptions(clinic.Doctor, new(Limit: 3))).Value;
        var rest = (await desk.Exceptions(clinic.Doctor, new(Limit: 3, Cursor: first.Next))).Value;

        Assert.Equal((3, 1, null), (first.Items.Count, rest.Items.Count, rest.Next));
        Assert.Equal([3, 3, 4, 5], first.Items.Concat(rest.Items).Select(exception => (exception.Date - clinic.Today).Days));
        (await desk.Exceptions(clinic.Doctor, new(Limit: 101))).Refused(HttpStatusCode.BadRequest, "invalid");
    }

    [Fact]
    public async Task An_order_to_apply_time_zones_is_answered_again_under_its_key()
    {
        using var http = service.Ops().Http;
        var (first, again, other) = (await Apply(http, "zones-1", "{}"), await Apply(http, "zones-1", "{}"), await Apply(http, "zones-1", """{"force":true}"""));

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(
            (first.StatusCode, JsonDocument.Parse(await first.Content.ReadAsStringAsync()).RootElement.ToString()),
            (again.StatusCode, JsonDocument.Parse(await again.Content.ReadAsStringAsync()).RootElement.ToString()));
        await other.Problem(422, "idempotency-key-reused");
        await (await Apply(http, key: null, "{}", etag: "\"3\"")).Problem(412, "version-mismatch");
        Assert.Equal(1, await Invariants.Count(service, "select count(*) from idempotency where key = 'zones-1'"));
    }

    [Fact]
    public async Task The_order_by_fee_compares_amounts_of_one_currency_only()
    {
        foreach (var (name, currency, fee) in new[] { ("Fee A", "USD", 9_000L), ("Fee B", "JPY", 12_000L), ("Fee C", "USD", 15_000L), ("Fee D", "KWD", 5_000L), ("Fee E", "JPY", 800L) })
            await service.Ops().VerifyDoctor((await service.Desk().RegisterDoctor(WhatOthersKnowTests.New(name, currency, fee))).Value.Id);

        var (all, usd) = (await Walk(new(Query: "Fee", Sort: "fee")), await Walk(new(Query: "Fee", Sort: "fee", Currency: "USD")));

        Assert.Equal(["Fee E", "Fee B", "Fee D", "Fee A", "Fee C"], all);
        Assert.Equal(["Fee A", "Fee C"], usd);
    }

    [Fact]
    public async Task The_answer_to_a_change_of_a_doctor_tells_the_next_start_as_a_look_does()
    {
        var clinic = await Clinic.Open(service);
        var (desk, looked) = (service.Desk(), (await service.Anonymous().Doctor(clinic.Doctor)).Value);
        var changed = (await desk.ChangeDoctor(clinic.Doctor, WhatOthersKnowTests.New("Changed"))).Value;
        var paused = (await desk.PauseDoctor(clinic.Doctor)).Value;

        Assert.NotNull(looked.NextAvailable);
        Assert.Equal((looked.NextAvailable, null), (changed.NextAvailable, paused.NextAvailable));
        Assert.Equal(looked.NextAvailable, (await desk.ResumeDoctor(clinic.Doctor)).Value.NextAvailable);
    }

    async Task<List<string>> Walk(DoctorQuery query)
    {
        List<string> names = [];
        string? cursor = null;
        do
        {
            var page = (await service.Anonymous().Doctors(query, new(Limit: 2, Cursor: cursor))).Value;
            names.AddRange(page.Items.Select(doctor => doctor.FullName));
            cursor = page.Next;
        }
        while (cursor is not null);
        return names;
    }

    static Task<HttpResponseMessage> Apply(HttpClient http, string? key, string body, string? etag = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/ops/time-zones/apply") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (etag is not null)
            request.Headers.Add("If-Match", etag);
        return http.SendAsync(request);
    }
}
