using System.Net;
using Booking.Contracts;
using Xunit;

namespace Booking.Service.Tests.Intakes;

/// <summary>Setting what a doctor asks before a visit.</summary>
public sealed class IntakeQuestionTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static readonly IntakeQuestion Smoke = new("smoke", "Do you smoke?", Required: true, IntakeKind.YesNo);

    [Fact]
    public async Task Questions_are_replaced_as_a_whole_read_by_whoever_is_signed_in_and_a_repeat_changes_nothing()
    {
        var clinic = await Clinic.Open(service);
        Assert.Empty((await service.Patient().IntakeQuestions(clinic.Doctor)).Value.Questions);
        var asked = new IntakeQuestions([Smoke, new("since", "Since when?", Required: false, IntakeKind.Choice, ["days", "weeks"])]);

        var set = await service.Desk().SetIntakeQuestions(clinic.Doctor, asked);
        var again = await service.Desk().SetIntakeQuestions(clinic.Doctor, asked);

        Assert.Equal(set.ETag, again.ETag);
        var read = await service.Patient().IntakeQuestions(clinic.Doctor);
        Assert.Equal(set.ETag, read.ETag);
        Assert.Equivalent(asked, read.Value, strict: true);
        (await service.Anonymous().IntakeQuestions(clinic.Doctor)).Refused(HttpStatusCode.Unauthorized, "unauthorized");
        (await service.Patient().IntakeQuestions(Guid.NewGuid())).Refused(HttpStatusCode.NotFound, "not-found");
        (await service.Desk().SetIntakeQuestions(Guid.NewGuid(), asked)).Refused(HttpStatusCode.NotFound, "not-found");
        await Invariants.Check(service);
    }

    public static TheoryData<string, IntakeQuestion[]> Wrong => new()
    {
        { "questions", [.. Enumerable.Range(0, 31).Select(i => Smoke with { Id = $"q{i}" })] },
        { "questions[1].id", [Smoke, Smoke] },
        { "questions[0].id", [Smoke with { Id = "" }] },
        { "questions[0].id", [Smoke with { Id = "a.b" }] },
        { "questions[0].id", [Smoke with { Id = new('a', 41) }] },
        { "questions[0].text", [Smoke with { Text = " " }] },
        { "questions[0].text", [Smoke with { Text = new('x', 501) }] },
        { "questions[0].choices", [Smoke with { Choices = ["yes", "no"] }] },
        { "questions[0].choices", [Smoke with { Kind = IntakeKind.Choice }] },
        { "questions[0].choices", [Smoke with { Kind = IntakeKind.Choice, Choices = ["one"] }] },
        { "questions[0].choices", [Smoke with { Kind = IntakeKind.Choice, Choices = ["one", "one"] }] },
        { "questions[0].choices", [Smoke with { Kind = IntakeKind.Choice, Choices = ["one", new('x', 201)] }] },
        { "questions[0].choices", [Smoke with { Kind = IntakeKind.Choice, Choices = [.. Enumerable.Range(0, 21).Select(i => $"{i}")] }] },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_wrong_with_a_question_is_told_by_its_place(string field, IntakeQuestion[] questions)
    {
        var clinic = await Clinic.Open(service);

        var answer = await service.Desk().SetIntakeQuestions(clinic.Doctor, new(questions));

        Assert.Equal([field], answer.Refused(HttpStatusCode.BadRequest, "invalid").Errors!.Keys);
    }
}
