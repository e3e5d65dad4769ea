using System.Security.Cryptography;
using Booking.Contracts;

namespace Booking.Service.Web.Settings;

/// <param name="Version">Of the questions as they were when the form was shown.</param>
/// <param name="Theirs">What somebody else has made of them meanwhile; null when nobody has.</param>
public sealed record QuestionsModel(Frame Frame, Form Form, string? Version, IReadOnlyList<Difference>? Theirs = null);

/// <summary>What a doctor asks before a visit, a row a question.</summary>
static class QuestionEditor
{
    const int Most = 30;
    const string Route = Frame.Route + "/questions";

    public static readonly string[] Cells = ["id", "text", "kind", "required", "choices"];

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Route, Get).RequireAuthorization(Policies.DeskOrDoctor);
        pages.MapPost(Route, Post).RequireAuthorization(Policies.DeskOrDoctor);
    }

    public static int Rows(Form form) => form.Rows("questions", "id", Most);

    public static string Cell(int row, string name) => $"questions[{row}].{name}";

    static async Task<IResult> Get(Guid id, Viewer viewer, CancellationToken ct)
    {
        var (frame, questions, problem) = await viewer.With(id, () => viewer.Api.IntakeQuestions(id, ct), ct);
        return problem is not null ? Show.Wrong(problem) : Show.Page<QuestionsPage, QuestionsModel>(new(frame!, Of(questions!.Value), questions.ETag));
    }

    static async Task<IResult> Post(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        if (form["do"] is { } act && act != "save")
        {
            var (owner, refused) = await viewer.Frame(id, ct);
            return owner is null ? Show.Wrong(refused) : Show.Page<QuestionsPage, QuestionsModel>(new(owner, Edited(form, act), form.Version));
        }

        var answer = await viewer.Api.SetIntakeQuestions(id, Read(form), form.Key, form.Version, ct);
        if (!form.Refused(answer))
            return Frame.Done(id, "/questions", "saved");
        var (frame, questions, problem) = await viewer.With(id, () => viewer.Api.IntakeQuestions(id, ct), ct);
        if (problem is not null)
            return Show.Wrong(problem);
        var theirs = answer.IsStale() ? Between(questions!.Value, Read(form), viewer) : null;
        return Show.Page<QuestionsPage, QuestionsModel>(new(frame!, form, theirs is null ? form.Version : questions!.ETag, theirs), (int)answer.Status);
    }

    static IReadOnlyList<Difference> Between(IntakeQuestions theirs, IntakeQuestions yours, Viewer viewer) =>
    [
        .. Enumerable.Range(0, Math.Max(theirs.Questions.Count, yours.Questions.Count))
            .Select(row => new Difference(
                viewer.T.Say("settings.question", ("n", Wording.Phrase.Of($"{row + 1}"))).Bare(), Text(theirs.Questions.ElementAtOrDefault(row), viewer), Text(yours.Questions.ElementAtOrDefault(row), viewer)))
            .Where(difference => difference.Theirs != difference.Yours),
    ];

    static string? Text(IntakeQuestion? question, Viewer viewer) => question is null
        ? null
        : string.Join('\n', [question.Text, viewer.Name(question.Kind), viewer[question.Required ? "settings.required" : "settings.not_required"], .. question.Choices ?? []]);

    static Form Of(IntakeQuestions questions)
    {
        var form = Form.Of();
        foreach (var (row, question) in questions.Questions.Index())
            Put(form, row, [[question.Id], [question.Text], [Wire.Name(question.Kind)], question.Required ? ["true"] : [], [string.Join('\n', question.Choices ?? [])]]);
        return form;
    }

    // Only a choice has choices; what was typed there for another kind is not sent.
    static IntakeQuestions Read(Form form) => new(
    [
        .. Enumerable.Range(0, Rows(form)).Select(row => (Row: row, Kind: form.Enum(Cell(row, "kind"), IntakeKind.Text))).Select(question => new IntakeQuestion(
            form[Cell(question.Row, "id")] ?? "", form[Cell(question.Row, "text")] ?? "", form.Has(Cell(question.Row, "required")), question.Kind,
            question.Kind == IntakeKind.Choice ? form.Lines(Cell(question.Row, "choices"), commas: false) : null)),
    ]);

    static Form Edited(Form form, string act)
    {
        var rows = Enumerable.Range(0, Rows(form)).Select(row => Cells.Select(cell => form.All(Cell(row, cell)).ToArray()).ToArray()).ToList();
        var focus = rows.Count;
        if (act == "add" && rows.Count < Most)
            rows.Add([["q" + RandomNumberGenerator.GetHexString(8, lowercase: true)], [], [Wire.Name(IntakeKind.Text)], [], []]);
        else if (act.Split(':') is [var what, var number] && int.TryParse(number, out var at) && at >= 0 && at < rows.Count)
        {
            var row = rows[at];
            rows.RemoveAt(at);
            focus = what switch { "up" => Math.Max(0, at - 1), "down" => Math.Min(rows.Count, at + 1), _ => Math.Min(at, rows.Count - 1) };
            if (what is "up" or "down")
                rows.Insert(focus, row);
        }

        var edited = Form.Of((ScheduleForms.Focus, $"{focus}"));
        foreach (var (row, cells) in rows.Index())
            Put(edited, row, cells);
        return edited;
    }

    static void Put(Form form, int row, string[][] cells)
    {
        foreach (var (cell, values) in Cells.Zip(cells))
            form.Put(Cell(row, cell), values);
    }
}
