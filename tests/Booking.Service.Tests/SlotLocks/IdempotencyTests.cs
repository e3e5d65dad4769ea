using System.Net;
using Booking.Contracts;
using Xunit;

namespace Booking.Service.Tests.SlotLocks;

public sealed class IdempotencyTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task A_hundred_at_once_under_one_key_are_one_hold_and_one_answer()
    {
        var clinic = await Clinic.Open(service);
        var (patient, start) = (service.Patient(), (await clinic.Free())[0]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => clinic.Hold(patient, start, key: "tap")));

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.Created, answers[0].Value, answers[0].ETag, answers[0].Location), (answer.Status, answer.Value, answer.ETag, answer.Location)));
        Assert.Single((await patient.Holds()).Value.Items);
    }

    [Fact]
    public async Task A_hundred_at_once_under_one_key_are_one_visit_and_one_answer()
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        var hold = (await clinic.Hold(patient, (await clinic.Free())[0])).Value;

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Clinic.Book(patient, hold, "book")));

        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.Created, answers[0].Value), (answer.Status, answer.Value)));
        Assert.Single((await patient.Appointments()).Value.Items);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Another_body_under_the_key_is_refused_and_a_refused_request_leaves_the_key_free()
    {
        var clinic = await Clinic.Open(service);
        var (patient, free) = (service.Patient(), await clinic.Free());
        _ = (await clinic.Hold(service.Patient(), free[0])).Value;

        (await clinic.Hold(patient, free[0], key: "k")).Conflict("slot-taken");
        _ = (await clinic.Hold(patient, free[1], key: "k")).Value;
        (await clinic.Hold(patient, free[2], key: "k")).Refused(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        (await patient.Book(new(Guid.NewGuid(), PaymentProvider.Manual), "k")).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task The_key_belongs_to_its_caller()
    {
        var clinic = await Clinic.Open(service);
        var free = await clinic.Free();

        var ann = (await clinic.Hold(service.Patient(), free[0], key: "same")).Value;
        var bob = (await clinic.Hold(service.Patient(), free[1], key: "same")).Value;

        Assert.NotEqual(ann.Id, bob.Id);
    }

    [Fact]
    public async Task The_first_answer_is_given_again_also_after_the_hold_was_spent()
    {
        var clinic = await Clinic.Open(service);
        var (patient, start) = (service.Patient(), (await clinic.Free())[0]);
        var hold = await clinic.Hold(patient, start, key: "hold");
        var visit = await Clinic.Book(patient, hold.Value, "book");
        _ = (await patient.Cancel(visit.Value.Id, new("No"))).Value;

        Assert.Equal(hold.Value, (await clinic.Hold(patient, start, key: "hold")).Value);
        Assert.Equal((visit.Value, visit.ETag), ((await Clinic.Book(patient, hold.Value, "book")).Value, visit.ETag));
    }
}
