using System.Text.Json;
using Booking.Contracts;
using Booking.Service.Doctors;
using Booking.Service.Patients;

namespace Booking.Service.Intakes;

/// <summary>Something that a doctor asks before a visit.</summary>
/// <param name="Choices">Null unless it is a choice.</param>
public sealed record Question(string Id, string Text, bool Required, IntakeKind Kind, EquatableList<string>? Choices);

/// <summary>What a doctor asks before a visit was replaced as a whole.</summary>
/// <param name="Questions">In order; empty when nothing is asked any more.</param>
public sealed record DoctorIntakeChanged(EquatableList<Question> Questions) : DoctorEvent;

/// <summary>What a patient was asked and what they answered. It is stored sealed under the patient's key, and nowhere else.</summary>
/// <param name="Questions">As they were then.</param>
/// <param name="Answers">By the question's id.</param>
public sealed record CompletedIntake(EquatableList<Question> Questions, Dictionary<string, string> Answers)
{
    public byte[] SealedUnder(PatientKey key) => key.Seal(JsonSerializer.Serialize(this, EventJson.Default.CompletedIntake), Fields.Intake);

    /// <returns>Null when the patient is erased.</returns>
    public static CompletedIntake? Open(byte[] hidden, PatientKey key) =>
        key.Open(hidden, Fields.Intake) is { } json ? JsonSerializer.Deserialize(json, EventJson.Default.CompletedIntake) : null;

    public bool Says(CompletedIntake other) =>
        Questions.Equals(other.Questions) && Answers.Count == other.Answers.Count
        && Answers.All(answer => other.Answers.TryGetValue(answer.Key, out var theirs) && theirs == answer.Value);
}

/// <summary>Questions as clients write and read them.</summary>
static class IntakeWire
{
    public static EquatableList<Question> Read(IntakeQuestions request) =>
        request.Questions.Select(q => new Question(q.Id, q.Text, q.Required, q.Kind, q.Choices?.ToEquatableList())).ToEquatableList();

    public static IReadOnlyList<IntakeQuestion> Write(EquatableList<Question>? questions) =>
        [.. (questions ?? []).Select(q => new IntakeQuestion(q.Id, q.Text, q.Required, q.Kind, q.Choices))];
}
