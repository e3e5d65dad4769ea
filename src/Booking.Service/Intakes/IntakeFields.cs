using System.Text.RegularExpressions;
using Booking.Contracts;

namespace Booking.Service.Intakes;

/// <summary>What questions and answers may hold. Paths are those of the request.</summary>
static partial class IntakeFields
{
    const int MostQuestions = 30, LongestText = 500, LeastChoices = 2, MostChoices = 20, LongestChoice = 200, LongestId = 40;

    public static FieldErrors Check(IntakeQuestions request)
    {
        var errors = new FieldErrors();
        if (!errors.Require(request.Questions.Count <= MostQuestions, "questions", $"Must be at most {MostQuestions}."))
        {
            return errors;
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < request.Questions.Count; i++)
        {
            var (question, path) = (request.Questions[i], $"questions[{i}]");
            errors.Require(Id().IsMatch(question.Id), $"{path}.id", $"Must have 1 to {LongestId} of A-Z, a-z, 0-9, _ and -.");
            errors.Require(ids.Add(question.Id), $"{path}.id", "Must not stand twice.");
            errors.Require(IsText(question.Text, LongestText), $"{path}.text", $"Must have 1 to {LongestText} characters.");
            Choices(errors, $"{path}.choices", question);
        }

        return errors;
    }

    /// <summary>Every required question answered, each answer of its question's kind, and none to what was not asked.</summary>
    public static FieldErrors Check(IReadOnlyDictionary<string, string> answers, EquatableList<Question> questions)
    {
        var errors = new FieldErrors();
        var asked = questions.ToDictionary(question => question.Id, StringComparer.Ordinal);
        foreach (var (id, answer) in answers)
        {
            if (!asked.TryGetValue(id, out var question))
            {
                // What somebody made up may be of any length.
                errors.Add(id.Length <= LongestId ? $"answers.{id}" : "answers", "Is not asked.");
            }
            else if (Wrong(question, answer) is { } message)
            {
                errors.Add($"answers.{id}", message);
            }
        }

        foreach (var question in questions.Where(question => question.Required && !answers.ContainsKey(question.Id)))
        {
            errors.Add($"answers.{question.Id}", "Must be answered.");
        }

        return errors;
    }

    // Null can come of JSON all the same.
    static string? Wrong(Question question, string? answer) => question.Kind switch
    {
        IntakeKind.Text => IsText(answer, Limits.FreeText) ? null : $"Must have 1 to {Limits.FreeText} characters.",
        IntakeKind.YesNo => answer is "yes" or "no" ? null : "Must be yes or no.",
        _ => answer is not null && question.Choices!.Contains(answer) ? null : "Must be one of the choices.",
    };

    static void Choices(FieldErrors errors, string path, IntakeQuestion question)
    {
        if (question.Kind != IntakeKind.Choice)
        {
            errors.Require(question.Choices is null, path, "Only a choice has choices.");
        }
        else if (errors.Require(question.Choices is { Count: >= LeastChoices and <= MostChoices }, path, $"Must have {LeastChoices} to {MostChoices} choices."))
        {
            errors.Require(question.Choices!.All(choice => IsText(choice, LongestChoice)), path, $"Each must have 1 to {LongestChoice} characters.");
            errors.Require(question.Choices!.Distinct(StringComparer.Ordinal).Count() == question.Choices!.Count, path, "Must differ from each other.");
        }
    }

    static bool IsText(string? text, int longest) => !string.IsNullOrWhiteSpace(text) && text.Length <= longest;

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,40}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Id();
}
