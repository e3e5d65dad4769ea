using System.Text.Json.Serialization;

namespace Booking.Contracts;

[JsonConverter(typeof(WireEnum<IntakeKind>))]
public enum IntakeKind
{
    [JsonStringEnumMemberName("text")] Text,
    [JsonStringEnumMemberName("yes_no")] YesNo,
    [JsonStringEnumMemberName("choice")] Choice,
}

/// <summary>Something that a doctor asks before a visit.</summary>
/// <param name="Id">1 to 40 of <c>A-Z a-z 0-9 _ -</c>, once in a list; answers name it.</param>
/// <param name="Text">1 to 500 characters.</param>
/// <param name="Choices">Of a <c>choice</c>, and needed there: 2 to 20 of 1 to 200 characters.</param>
public sealed record IntakeQuestion(string Id, string Text, bool Required, IntakeKind Kind, IReadOnlyList<string>? Choices = null);

/// <summary>All that a doctor asks before a visit, in order.</summary>
/// <param name="Questions">At most 30; none when nothing is asked.</param>
public sealed record IntakeQuestions(IReadOnlyList<IntakeQuestion> Questions);

/// <summary>A patient's answers before a visit; they replace earlier ones.</summary>
/// <param name="Answers">By question: 1 to 2,000 characters of a text, <c>yes</c> or <c>no</c>, or one of the choices.</param>
public sealed record IntakeRequest(IReadOnlyDictionary<string, string> Answers);

/// <summary>The answers of a visit's patient.</summary>
/// <param name="Complete">False while there are none: then the questions are those that the doctor asks now.</param>
/// <param name="Questions">As they were when they were answered; none when the patient was erased.</param>
public sealed record IntakeAnswer(bool Complete, IReadOnlyList<IntakeQuestion> Questions, IReadOnlyDictionary<string, string> Answers);
