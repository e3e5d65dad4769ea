using System.Net;
using Booking.Contracts;
using Booking.Service.Accounts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Hosting;

/// <summary>Every endpoint with every role, and with what belongs to somebody else.</summary>
public sealed class AccessTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    const string Anyone = "anonymous patient doctor frontdesk ops", SignedIn = "patient doctor frontdesk ops", Booker = "patient frontdesk ops",
        Clinic = "doctor frontdesk ops", Desk = "frontdesk ops", OpsOrDoctor = "doctor ops", Ops = "ops", Patient = "patient", Party = "patient doctor";

    static readonly Dictionary<string, string> Emails = new(StringComparer.Ordinal)
    {
        ["patient"] = DemoAccounts.PatientEmail, ["doctor"] = DemoAccounts.DoctorEmail, ["frontdesk"] = DemoAccounts.FrontDeskEmail, ["ops"] = DemoAccounts.OpsEmail,
    };

    /// <summary>Who gets past the door of each endpoint. Identity's own set and the Development helpers are open by their nature.</summary>
    static readonly Dictionary<string, string> Doors = new(StringComparer.Ordinal)
    {
        ["GET /api/accounts/me"] = SignedIn,
        ["GET /api/accounts/me/details"] = Patient,
        ["PUT /api/accounts/me/details"] = Patient,
        ["GET /api/accounts/me/notifications"] = "patient",
        ["PUT /api/accounts/me/notifications"] = "patient",
        ["GET /api/patients"] = Desk,
        ["GET /api/patients/{id}"] = Clinic,
        ["POST /api/patients/{id}/erase"] = Ops,
        ["GET /api/patients/{id}/notifications"] = Desk,
        ["PUT /api/patients/{id}/notifications"] = Desk,
        ["GET /api/doctors"] = Anyone,
        ["POST /api/doctors"] = Desk,
        ["GET /api/doctors/registered"] = Desk,
        ["GET /api/doctors/{id}/profile"] = Clinic,
        ["GET /api/doctors/{id}"] = Anyone,
        ["PUT /api/doctors/{id}"] = Clinic,
        ["POST /api/doctors/{id}/verify"] = Ops,
        ["POST /api/doctors/{id}/pause"] = Clinic,
        ["POST /api/doctors/{id}/resume"] = Clinic,
        ["PUT /api/doctors/{id}/policy"] = Clinic,
        ["GET /api/doctors/{id}/gateways"] = OpsOrDoctor,
        ["PUT /api/doctors/{id}/gateways/stripe"] = OpsOrDoctor,
        ["PUT /api/doctors/{id}/gateways/razorpay"] = OpsOrDoctor,
        ["PUT /api/doctors/{id}/gateways/paytabs"] = OpsOrDoctor,
        ["PUT /api/doctors/{id}/gateways/manual"] = OpsOrDoctor,
        ["PUT /api/doctors/{id}/video"] = Clinic,
        ["GET /api/doctors/{id}/video"] = Clinic,
        ["GET /api/doctors/{id}/schedule"] = Anyone,
        ["PUT /api/doctors/{id}/schedule"] = Clinic,
        ["POST /api/doctors/{id}/schedule/preview"] = Clinic,
        ["GET /api/doctors/{id}/exceptions"] = Clinic,
        ["POST /api/doctors/{id}/exceptions"] = Clinic,
        ["DELETE /api/doctors/{id}/exceptions/{exceptionId}"] = Clinic,
        ["GET /api/doctors/{id}/availability"] = Anyone,
        ["GET /api/doctors/{id}/availability/live"] = Anyone,
        ["GET /api/doctors/{id}/availability/why"] = Clinic,
        ["POST /api/doctors/{id}/walk-ins"] = Clinic,
        ["GET /api/doctors/{id}/day"] = Clinic,
        ["GET /api/doctors/{id}/feeds"] = Clinic,
        ["DELETE /api/doctors/{id}/feeds/{feedId}"] = Clinic,
        ["POST /api/doctors/{id}/coupons"] = Clinic,
        ["GET /api/doctors/{id}/coupons"] = Clinic,
        ["GET /api/doctors/{id}/coupons/{code}"] = Clinic,
        ["DELETE /api/doctors/{id}/coupons/{code}"] = Clinic,
        ["PUT /api/doctors/{id}/intake"] = Clinic,
        ["GET /api/doctors/{id}/intake"] = SignedIn,
        ["PUT /api/appointments/{id}/intake"] = Patient,
        ["GET /api/appointments/{id}/intake"] = SignedIn,
        ["POST /api/coupons"] = Desk,
        ["GET /api/coupons"] = Desk,
        ["GET /api/coupons/{code}"] = Desk,
        ["DELETE /api/coupons/{code}"] = Desk,
        ["POST /api/coupons/check"] = SignedIn,
        ["POST /api/waitlist"] = Booker,
        ["GET /api/waitlist"] = Booker,
        ["GET /api/waitlist/{id}"] = Booker,
        ["DELETE /api/waitlist/{id}"] = Booker,
        ["POST /api/holds"] = Booker,
        ["POST /api/holds/any"] = Booker,
        ["GET /api/holds"] = Booker,
        ["GET /api/holds/{id}"] = Booker,
        ["POST /api/holds/{id}/extend"] = Booker,
        ["DELETE /api/holds/{id}"] = Booker,
        ["POST /api/appointments"] = Booker,
        ["POST /api/appointments/series"] = Booker,
        ["GET /api/terms"] = Anyone,
        ["GET /api/appointments"] = SignedIn,
        ["GET /api/appointments/{id}"] = SignedIn,
        ["GET /api/appointments/{id}/history"] = SignedIn,
        ["GET /api/appointments/{id}/cancellation"] = SignedIn,
        ["POST /api/appointments/{id}/cancel"] = SignedIn,
        ["POST /api/appointments/{id}/reschedule"] = SignedIn,
        ["POST /api/appointments/{id}/complete"] = Clinic,
        ["POST /api/appointments/{id}/no-show"] = Clinic,
        ["POST /api/appointments/{id}/reopen"] = Clinic,
        ["GET /api/payments/{id}"] = SignedIn,
        ["POST /api/payments/{id}/manual"] = Desk,
        ["POST /api/payments/{id}/handed-back"] = Desk,
        ["POST /api/payments/{id}/checkout"] = SignedIn,
        ["POST /api/payments/{id}/refunds"] = Desk,
        ["GET /api/appointments/{id}/receipt"] = SignedIn,
        ["POST /api/appointments/{id}/review"] = Patient,
        ["GET /api/appointments/{id}/review"] = Patient,
        ["GET /api/doctors/{id}/reviews"] = Anyone,
        ["GET /ops/reviews"] = Ops,
        ["POST /ops/reviews/{id}/approve"] = Ops,
        ["POST /ops/reviews/{id}/reject"] = Ops,
        ["GET /api/appointments/{id}/calendar.ics"] = SignedIn,
        ["POST /api/feeds"] = Party,
        ["GET /api/feeds"] = Party,
        ["DELETE /api/feeds/{id}"] = Party,
        ["GET /feeds/{token}.ics"] = Anyone,
        ["POST /api/webhooks"] = Clinic,
        ["GET /api/webhooks"] = Clinic,
        ["GET /api/webhooks/{id}"] = Clinic,
        ["DELETE /api/webhooks/{id}"] = Clinic,
        ["POST /api/webhooks/{id}/rotate"] = Clinic,
        ["POST /api/webhooks/{id}/enable"] = Clinic,
        ["GET /api/webhooks/{id}/deliveries"] = Clinic,
        ["POST /api/webhooks/{id}/deliveries/{deliveryId}/redeliver"] = Clinic,
        ["POST /webhooks/{provider}/{accountId}"] = Anyone,
        ["GET /payments/{id}/return/{attempt:int}"] = Anyone,
        ["POST /payments/{id}/return/{attempt:int}"] = Anyone,
        ["GET /ops/anomalies"] = Ops,
        ["POST /ops/anomalies/{id}/resolve"] = Ops,
        ["GET /ops/time-zones"] = Ops,
        ["POST /ops/time-zones/apply"] = Ops,
        ["GET /ops/time-zones/{run}/visits"] = Ops,
        ["POST /ops/verify"] = Ops,
        ["GET /metrics"] = Anyone, // From this machine, without a token; who else, MetricsTests say.
        ["GET /ops/projections"] = Ops,
        ["POST /ops/projections/{name}/rebuild"] = Ops,
        ["GET /ops/projections/{name}/rebuild"] = Ops,
        ["DELETE /ops/projections/{name}/rebuild"] = Ops,
        ["GET /ops/outbox"] = Ops,
        ["GET /ops/dead-letters"] = Ops,
        ["POST /ops/dead-letters/{id}/replay"] = Ops,
        ["DELETE /ops/dead-letters/{id}"] = Ops,
        ["GET /ops/streams/{id}"] = Ops,
        ["GET /ops/events"] = Ops,
        ["GET /ops/overview"] = Ops,
        ["GET /ops/activity"] = Ops,
        ["GET /ops/outbox/types"] = Ops,
        ["GET /ops/dead-letters/groups"] = Ops,
        ["GET /ops/dead-letters/groups/{fingerprint}"] = Ops,
        ["POST /ops/dead-letters/groups/{fingerprint}/replay"] = Ops,
        ["DELETE /ops/dead-letters/groups/{fingerprint}"] = Ops,
        ["GET /ops/anomalies/{id}"] = Ops,
        ["GET /ops/payments"] = Ops,
        ["GET /ops/holds"] = Ops,
        ["GET /ops/reminders"] = Ops,
        ["GET /ops/notifications"] = Ops,
        ["GET /ops/audit"] = Ops,
        ["POST /ops/anchor"] = Ops,
        ["GET /ops/backup"] = Ops,
        ["GET /ops/configuration"] = Ops,
        ["GET /ops/nodes"] = Ops,
        ["GET /ops/appointments/{id}/timeline"] = Ops,
        ["GET /ops/doctors/{id}/availability"] = Ops,
    };

    [Fact]
    public void Every_endpoint_stands_in_the_table() =>
        Assert.Equal(Doors.Keys.Order(StringComparer.Ordinal), Endpoints().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("anonymous")]
    [InlineData("patient")]
    [InlineData("doctor")]
    [InlineData("frontdesk")]
    [InlineData("ops")]
    public async Task A_role_passes_the_doors_that_are_its_own_and_no_other(string role)
    {
        var http = await Http(role == "anonymous" ? null : Emails[role]);
        List<string> wrong = [];
        foreach (var (endpoint, roles) in Doors)
        {
            var answer = await Send(http, endpoint, DemoAccounts.Doctor.Value);
            var passed = answer is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);
            var refusedRightly = answer == (role == "anonymous" ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden);
            if (roles.Split(' ').Contains(role, StringComparer.Ordinal) ? !passed : !refusedRightly)
            {
                wrong.Add($"{endpoint}: {(int)answer}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_doctor_does_not_act_for_another_doctor()
    {
        var other = await AnotherDoctor();
        var http = await Http(DemoAccounts.DoctorEmail);
        foreach (var (method, path, body) in new[]
        {
            ("POST", "pause", ""), ("POST", "resume", ""), ("GET", "exceptions", ""), ("GET", "day?date=2026-11-23", ""),
            ("PUT", "policy", """{"cancellation":[],"rescheduleHoursBefore":0,"noShowRefundPercent":0}"""),
            ("GET", "feeds", ""), ("DELETE", $"feeds/{Guid.NewGuid()}", ""), ("GET", "video", ""), ("PUT", "video", """{"provider":"zoom","link":"https://video.example/1"}"""),
            ("PUT", "schedule", """{"weekly":[]}"""),
            ("POST", "exceptions", """{"date":"2026-11-23","type":"blocked","reason":"x"}"""),
            ("DELETE", $"exceptions/{Guid.NewGuid()}", ""),
            ("POST", "coupons", """{"code":"SPRING","discount":{"type":"percent","value":10}}"""), ("GET", "coupons", ""), ("GET", "coupons/SPRING", ""),
            ("PUT", "intake", """{"questions":[]}"""),
            ("DELETE", "coupons/SPRING", ""),
            ("GET", "gateways", ""), ("PUT", "gateways/manual", """{"instructions":"Cash"}"""),
            ("PUT", "gateways/stripe", """{"mode":"test","currency":"USD","secretKey":"sk_test_1","webhookSecrets":["whsec_1"]}"""),
            ("PUT", "gateways/razorpay", """{"mode":"test","currency":"INR","keyId":"rzp_test_1","keySecret":"s","webhookSecrets":["w"]}"""),
            ("PUT", "gateways/paytabs", """{"mode":"test","currency":"AED","region":"ARE","profileId":1,"serverKey":"s"}"""),
        })
        {
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, await Send(http, method, $"/api/doctors/{other}/{path}", body)));
        }
    }

    [Fact]
    public async Task Anothers_visit_and_payment_do_not_exist_and_anothers_hold_is_forbidden()
    {
        var (visit, hold) = await VisitAndHold();
        foreach (var stranger in new[] { await Stranger(Roles.Patient, doctor: null), await Stranger(Roles.Doctor, await AnotherDoctor()) })
        {
            var http = await Http(stranger);
            foreach (var (method, path, body) in new[]
            {
                ("GET", $"appointments/{visit.Id}", ""), ("GET", $"appointments/{visit.Id}/history", ""), ("GET", $"appointments/{visit.Id}/cancellation", ""),
                ("POST", $"appointments/{visit.Id}/cancel", """{"reason":"x"}"""), ("POST", $"appointments/{visit.Id}/reschedule", """{"start":"2026-11-24T05:00:00Z"}"""),
                ("GET", $"payments/{visit.Payment!.Id}", ""),
                ("POST", $"payments/{visit.Payment!.Id}/checkout", "{}"), ("GET", $"appointments/{visit.Id}/receipt", ""),
                ("GET", $"appointments/{visit.Id}/calendar.ics", ""),
            })
            {
                Assert.Equal((path, HttpStatusCode.NotFound), (path, await Send(http, method, "/api/" + path, body)));
            }
        }

        var patient = await Http(await Stranger(Roles.Patient, doctor: null));
        Assert.Equal(HttpStatusCode.Forbidden, await Send(patient, "POST", $"/api/holds/{hold}/extend", ""));
        Assert.Equal(HttpStatusCode.Forbidden, await Send(patient, "DELETE", $"/api/holds/{hold}", ""));
        Assert.Equal(HttpStatusCode.Forbidden, await Send(patient, "POST", "/api/appointments", $$"""{"holdId":"{{hold}}","provider":"manual"}"""));
        Assert.Empty((await new BookingClient(patient).Appointments()).Value.Items);
    }

    [Fact]
    public async Task A_patient_does_not_book_for_somebody_else()
    {
        var (_, hold) = await VisitAndHold();
        var http = await Http(DemoAccounts.PatientEmail);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            await Send(http, "POST", "/api/appointments", $$"""{"holdId":"{{hold}}","provider":"manual","patientId":"{{Guid.NewGuid()}}"}"""));
    }

    IEnumerable<string> Endpoints() =>
        from endpoint in service.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        let route = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        where (route.StartsWith("/api/", StringComparison.Ordinal) && (!route.StartsWith("/api/accounts", StringComparison.Ordinal) || route.StartsWith("/api/accounts/me", StringComparison.Ordinal)))
            || route.StartsWith("/ops/", StringComparison.Ordinal) || route.StartsWith("/webhooks/", StringComparison.Ordinal)
            || route.StartsWith("/payments/", StringComparison.Ordinal) || route.StartsWith("/feeds/", StringComparison.Ordinal) || route == "/metrics"
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
        select $"{method} {route}";

    static Task<HttpStatusCode> Send(HttpClient http, string endpoint, Guid id)
    {
        var (method, route) = endpoint.Split(' ') is [var m, var r] ? (m, r) : throw new InvalidOperationException(endpoint);
        return Send(http, method, route.Replace("{id}", id.ToString(), StringComparison.Ordinal).Replace("{exceptionId}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
            .Replace("{feedId}", Guid.NewGuid().ToString(), StringComparison.Ordinal).Replace("{deliveryId}", Guid.NewGuid().ToString(), StringComparison.Ordinal).Replace("{attempt:int}", "1", StringComparison.Ordinal).Replace("{run}", Guid.NewGuid().ToString(), StringComparison.Ordinal)
            .Replace("{name}", "nothing", StringComparison.Ordinal), "{}");
    }

    static async Task<HttpStatusCode> Send(HttpClient http, string method, string path, string body)
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (method is "POST" or "PUT" && body.Length > 0)
        {
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        }

        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    async Task<HttpClient> Http(string? email)
    {
        var http = service.Http();
        if (email is not null)
        {
            _ = (await new BookingClient(http).SignIn(email, DemoAccounts.Password)).Value;
        }

        return http;
    }

    async Task<Guid> AnotherDoctor() => (await service.Anonymous().Doctors()).Value.Items.First(doctor => doctor.Id != DemoAccounts.Doctor.Value).Id;

    async Task<string> Stranger(string role, Guid? doctor)
    {
        await using var scope = service.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var email = $"{Guid.NewGuid():N}@stranger.test";
        var account = new Account { Id = Guid.NewGuid(), UserName = email, Email = email, EmailConfirmed = true, DoctorId = doctor };
        Assert.True((await accounts.CreateAsync(account, DemoAccounts.Password)).Succeeded);
        Assert.True((await accounts.AddToRoleAsync(account, role)).Succeeded);
        return email;
    }

    async Task<(AppointmentAnswer Visit, Guid Hold)> VisitAndHold()
    {
        var patient = await service.SignedIn(DemoAccounts.PatientEmail);
        var today = (await patient.Clock()).Value.Now.InUtc().Date;
        var free = (await patient.Availability(DemoAccounts.Doctor.Value, new(today.PlusDays(2), today.PlusDays(16)))).Value.Days.SelectMany(day => day.Slots).ToList();
        var first = (await patient.Hold(new(DemoAccounts.Doctor.Value, free[0].Start, AppointmentType.Standard))).Value;
        var second = (await patient.Hold(new(DemoAccounts.Doctor.Value, free[1].Start, AppointmentType.Standard))).Value;
        return ((await patient.Book(new(first.Id, PaymentProvider.Manual))).Value, second.Id);
    }
}
