using System.Net;
using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Intakes;

/// <summary>What a doctor asks before a visit and what the patient answers, over HTTP.</summary>
public sealed class IntakeTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static readonly IntakeQuestions Asked = new(
    [
        new("allergies", "Which allergies have you?", Required: true, IntakeKind.Text), new("smoke", "Do you smoke?", Required: true, IntakeKind.YesNo),
        new("since", "Since when?", Required: false, IntakeKind.Choice, ["days", "weeks"]),
    ]);

    [Fact]
    public async Task A_patient_answers_and_patient_doctor_and_desk_read_it_with_the_questions_as_they_were()
    {
        var (clinic, patient) = (await Asking(), service.Patient());
        var visit = await clinic.Pending(patient, (await clinic.Free())[0]);
        Assert.False(visit.IntakeComplete);
        var open = (await patient.Intake(visit.Id)).Value;
        Assert.Equal((false, 3, 0), (open.Complete, open.Questions.Count, open.Answers.Count));

        var answered = await patient.AnswerIntake(visit.Id, Answers(("allergies", "Peanuts"), ("smoke", "no")));

        Assert.True(answered.Value.IntakeComplete);
        Assert.True(Assert.Single((await patient.Appointments()).Value.Items, item => item.Id == visit.Id).IntakeComplete);
        _ = (await service.Desk().SetIntakeQuestions(clinic.Doctor, new([]))).Value;
        foreach (var reader in (BookingClient[])[patient, service.Desk(), service.Doctor(clinic.Doctor)])
        {
            var read = (await reader.Intake(visit.Id)).Value;
            Assert.Equal((true, "Peanuts", "no"), (read.Complete, read.Answers["allergies"], read.Answers["smoke"]));
            Assert.Equivalent(Asked.Questions, read.Questions, strict: true);
        }

        foreach (var stranger in (BookingClient[])[service.Patient(), service.Doctor((await Clinic.Open(service)).Doctor)])
            (await stranger.Intake(visit.Id)).Refused(HttpStatusCode.NotFound, "not-found");
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Answering_anew_replaces_and_answering_the_same_changes_nothing()
    {
        var (clinic, patient) = (await Asking(), service.Patient());
        var visit = await clinic.Pending(patient, (await clinic.Free())[0]);
        var first = await patient.AnswerIntake(visit.Id, Answers(("allergies", "Peanuts"), ("smoke", "no")));

        Assert.Equal(first.ETag, (await patient.AnswerIntake(visit.Id, Answers(("smoke", "no"), ("allergies", "Peanuts")))).ETag);
        var second = await patient.AnswerIntake(visit.Id, Answers(("allergies", "Cats"), ("smoke", "no"), ("since", "days")));

        Assert.NotEqual(first.ETag, second.ETag);
        Assert.Equal("Cats", (await patient.Intake(visit.Id)).Value.Answers["allergies"]);
        (await patient.AnswerIntake(visit.Id, Answers(("allergies", "Dogs"), ("smoke", "no")), ifMatch: first.ETag)).Refused(HttpStatusCode.PreconditionFailed, "version-mismatch");
    }

    [Fact]
    public async Task What_is_wrong_with_an_answer_is_told_by_its_question()
    {
        var (clinic, patient) = (await Asking(), service.Patient());
        var visit = await clinic.Pending(patient, (await clinic.Free())[0]);
        async Task<IEnumerable<string>> Wrong(params (string, string)[] answers) =>
            (await patient.AnswerIntake(visit.Id, Answers(answers))).Refused(HttpStatusCode.BadRequest, "invalid").Errors!.Keys;

        Assert.Equal(["answers.allergies", "answers.smoke"], await Wrong());
        Assert.Equal(["answers.weight"], await Wrong(("allergies", "None"), ("smoke", "yes"), ("weight", "80")));
        Assert.Equal(["answers"], await Wrong(("allergies", "None"), ("smoke", "yes"), (new('x', 5_000), "80")));
        Assert.Equal(["answers.smoke"], await Wrong(("allergies", "None"), ("smoke", "sometimes")));
        Assert.Equal(["answers.since"], await Wrong(("allergies", "None"), ("smoke", "yes"), ("since", "years")));
        Assert.Equal(["answers.allergies"], await Wrong(("allergies", new('x', 2_001)), ("smoke", "yes")));
        Assert.Equal(["answers.allergies"], await Wrong(("allergies", " "), ("smoke", "yes")));
        Assert.Equal(["answers.smoke"], await Wrong(("allergies", "None"), ("smoke", null!)));
        Assert.False((await patient.Intake(visit.Id)).Value.Complete);
    }

    [Fact]
    public async Task Only_the_patient_answers_and_only_until_the_visit_is_over_or_called_off()
    {
        var (clinic, patient) = (await Asking(), service.Patient());
        var (cancelled, visit) = (await clinic.Confirmed(patient, (await clinic.Free())[0]), await clinic.Confirmed(patient, (await clinic.Free())[1]));
        var answers = Answers(("allergies", "None"), ("smoke", "yes"));
        _ = (await patient.Cancel(cancelled.Id, new("Better"))).Value;

        (await patient.AnswerIntake(cancelled.Id, answers)).Conflict("intake-closed");
        (await service.Patient().AnswerIntake(visit.Id, answers)).Refused(HttpStatusCode.NotFound, "not-found");
        await service.AdvanceTo(visit.End - Duration.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, (await patient.AnswerIntake(visit.Id, answers)).Status);
        await service.AdvanceTo(visit.End);
        (await patient.AnswerIntake(visit.Id, answers)).Conflict("intake-closed");
    }

    [Fact]
    public async Task No_answer_stands_anywhere_in_the_clear_nor_in_what_others_are_told_and_with_the_patient_it_is_gone()
    {
        const string canary = "gluten-of-Gribblewick";
        var (clinic, patient) = (await Asking(), service.DemoPatient());
        var visit = await clinic.Pending(patient, (await clinic.Free())[0]);
        var answers = Answers(("allergies", canary), ("smoke", "no"));
        for (var time = 0; time < 2; time++)
            Assert.Equal(HttpStatusCode.OK, (await patient.AnswerIntake(visit.Id, answers, "canary")).Status);

        var (tables, text) = await Canaries.Dump(service.Database);
        Assert.Contains("mt_events", tables);
        Assert.DoesNotContain(Canaries.Forms(canary), form => text.Contains(form, StringComparison.OrdinalIgnoreCase));
        foreach (var path in (string[])[$"/api/appointments/{visit.Id}", $"/api/appointments/{visit.Id}/history", "/api/appointments"])
            Assert.DoesNotContain(Canaries.Forms(canary), form => patient.Http.GetStringAsync(path).Result.Contains(form, StringComparison.OrdinalIgnoreCase));

        await using (var erase = service.Database.DataSource.CreateCommand("delete from patient_keys where patient_id = $1").With(Pg.Uuid(visit.PatientId)))
            await erase.ExecuteNonQueryAsync();
        await using var other = service.Start("Development");
        var read = (await other.As(Roles.FrontDesk).Intake(visit.Id)).Value;
        Assert.Equal((true, 0), (read.Complete, read.Answers.Count));
    }

    async Task<Clinic> Asking()
    {
        var clinic = await Clinic.Open(service);
        _ = (await service.Doctor(clinic.Doctor).SetIntakeQuestions(clinic.Doctor, Asked)).Value;
        return clinic;
    }

    static IntakeRequest Answers(params (string Id, string Answer)[] answers) => new(answers.ToDictionary(answer => answer.Id, answer => answer.Answer));
}
