using System.Net;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Xunit;
using static Booking.Service.Tests.Appointments.Visits;
using static Booking.Service.Tests.SlotLocks.Slots;

namespace Booking.Service.Tests.Appointments;

/// <summary>Where the patient is, what they agreed to, and in which order a request is refused.</summary>
public sealed class ConditionsTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public void A_request_is_refused_for_terms_then_place_then_licence_then_follow_up_then_another_visit_and_for_money_last()
    {
        var strict = Visits.Calendar with { LicensedIn = ["US-CA"], Rules = Visits.Calendar.Rules with { FollowupWithinDays = 30 } };
        var there = new PatientVisit(AppointmentId.New(), Nine, Nine + Duration.FromMinutes(1));
        var unmet = new Conditions(new([there], Seen: null), "2", Accepted: "1");
        Decision<AppointmentEvent> Decide(Conditions conditions) =>
            RequestAppointment.Decide(
                HeldByAnn with { Type = AppointmentType.Followup }, Visits.Asks(PaymentProvider.Stripe, conditions: conditions, calendar: strict));

        Decide(unmet).ThenRefused(Conditions.TermsChanged);
        Decide(unmet = unmet with { Accepted = "2" }).ThenRefused(Conditions.PlaceMissing);
        Decide(unmet = unmet with { Place = "US" }).ThenRefused(Conditions.NotLicensed);
        Decide(unmet = unmet with { Place = "US-CA" }).ThenRefused(PatientRules.NeedsVisit);
        Decide(unmet = unmet with { Patient = unmet.Patient with { Seen = Eight } }).ThenRefused(PatientRules.Busy);
        Decide(unmet with { Overrides = ["patient-busy"] }).ThenRefused(RequestAppointment.NoGateway);
    }

    [Theory]
    [InlineData("US", "US-CA", true)]
    [InlineData("US", "US", true)]
    [InlineData("US-CA", "US-CA", true)]
    [InlineData("US-CA", "US", false)]
    [InlineData("US-CA", "US-C", false)]
    [InlineData("US-C", "US-CA", false)]
    [InlineData("AE", "US-CA", false)]
    public async Task A_country_covers_its_parts_and_a_part_only_itself(string licensed, string place, bool covered)
    {
        var clinic = await Licensed(licensed);
        var patient = service.Patient();
        var hold = (await clinic.Hold(patient, (await clinic.Free())[0])).Value;

        var answer = await patient.Book(new(hold.Id, PaymentProvider.Manual, Place: place));

        if (covered)
            Assert.Equal(place, (await patient.History(answer.Value.Id)).Value.Items[0].Data.GetProperty("place").GetString());
        else
            answer.Conflict("not-licensed-there");
    }

    [Fact]
    public async Task A_doctor_with_licences_needs_to_know_the_place_and_one_without_does_not()
    {
        var (strict, free) = (await Licensed("AE", "US-CA"), await Clinic.Open(service));
        var patient = service.Patient();
        var hold = (await strict.Hold(patient, (await strict.Free())[0])).Value;

        var refused = (await Clinic.Book(patient, hold)).Refused(HttpStatusCode.BadRequest, "invalid");
        Assert.Equal("place", Assert.Single(refused.Errors!).Key);
        Assert.Equal(["AE", "US-CA"], (await service.Anonymous().Doctor(strict.Doctor)).Value.LicensedIn);

        foreach (var place in (string[])["us", "USA", "US-", "US-CALI", "US\n", ""])
        {
            refused = (await patient.Book(new(hold.Id, PaymentProvider.Manual, Place: place))).Refused(HttpStatusCode.BadRequest, "invalid");
            Assert.Equal("place", Assert.Single(refused.Errors!).Key);
        }

        Assert.Equal(AppointmentStatus.PendingPayment, (await free.Pending(patient, (await free.Free())[5])).Status);
    }

    [Fact]
    public async Task Licences_that_are_no_places_or_twice_the_same_are_refused()
    {
        var clinic = await Clinic.Open(service);
        foreach (var licences in (string[][])[["usa"], ["AE", "AE"], [.. Enumerable.Repeat("AE", 251)]])
        {
            var refused = (await Change(clinic, licences)).Refused(HttpStatusCode.BadRequest, "invalid");
            Assert.StartsWith("licensedIn", Assert.Single(refused.Errors!).Key, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_change_that_says_nothing_of_licences_leaves_them_and_one_that_names_none_lifts_them()
    {
        var clinic = await Clinic.Open(service);

        Assert.Equal(["AE"], (await Change(clinic, ["AE"])).Value.LicensedIn);
        Assert.Equal(["AE"], (await Change(clinic, null)).Value.LicensedIn);
        Assert.Empty((await Change(clinic, [])).Value.LicensedIn);
    }

    [Fact]
    public async Task The_terms_and_the_policy_that_were_in_force_stand_in_the_visits_history()
    {
        var clinic = await Clinic.Open(service, policy: Clinic.Policy);
        var patient = service.Patient();
        Assert.Equal("1", (await service.Anonymous().Terms()).Value.Version);
        var hold = (await clinic.Hold(patient, (await clinic.Free())[0])).Value;
        var policy = (await service.Desk().Doctor(clinic.Doctor)).ETag;
        _ = (await service.Desk().SetPolicy(clinic.Doctor, Clinic.Policy with { NoShowRefundPercent = 50 })).Value;

        (await patient.Book(new(hold.Id, PaymentProvider.Manual, TermsVersion: "0"))).Conflict("terms-changed");
        var visit = (await patient.Book(new(hold.Id, PaymentProvider.Manual, TermsVersion: "1"))).Value;

        var requested = (await patient.History(visit.Id)).Value.Items[0].Data;
        Assert.Equal(("1", policy), (requested.GetProperty("terms").GetString(), $"\"{requested.GetProperty("policyVersion").GetInt64()}\""));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task New_terms_are_a_matter_of_configuration_and_terms_that_cannot_be_stop_the_start()
    {
        await using (var node = service.Start(Environments.Development, ("Booking:TermsVersion", "2026-12"), ("Booking:TermsUrl", "https://clinic.example/terms")))
            Assert.Equal(new TermsAnswer("2026-12", "https://clinic.example/terms"), (await node.Anonymous().Terms()).Value);

        foreach (var (key, value) in ((string, string)[])[("Version", ""), ("Version", new('1', 51)), ("Url", "/terms"), ("Url", "javascript:alert(1)")])
            Assert.Throws<StartupRefusedException>(
                () => Terms.Of(new ConfigurationBuilder().AddInMemoryCollection([new($"Booking:Terms{key}", value)]).Build()));
    }

    async Task<Clinic> Licensed(params string[] places)
    {
        var clinic = await Clinic.Open(service);
        _ = (await Change(clinic, places)).Value;
        return clinic;
    }

    Task<Answer<DoctorAnswer>> Change(Clinic clinic, string[]? places) => service.Desk().ChangeDoctor(clinic.Doctor, new(
        "Licensed", "d@example.test", "+971501234567", ["Cardiology"], ["English"], "", [], "UTC", new(new(20_000, "USD"), new(10_000, "USD")), LicensedIn: places));
}
