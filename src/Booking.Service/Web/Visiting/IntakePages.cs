using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Web.Visiting;

/// <summary>What the doctor asks before a visit.</summary>
/// <param name="Questions">As they are now, while they can be answered; as they were answered afterwards.</param>
/// <param name="MayAnswer">The visit is to come, and whoever looks is its patient.</param>
/// <param name="IsSaved">They were just answered.</param>
public sealed record IntakeModel(AppointmentAnswer Visit, DoctorAnswer? Doctor, IReadOnlyList<IntakeQuestion> Questions, Form Form, bool MayAnswer, bool IsSaved);

static class IntakePages
{
    const string Prefix = "answers.";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/visits/{id:guid}/intake", Get).RequireAuthorization(Policies.SignedIn);
        pages.MapPost("/visits/{id:guid}/intake", Post).RequireAuthorization(Policies.Patient);
    }

    static Task<IResult> Get(Guid id, string? saved, Viewer viewer, CancellationToken ct) => Ask(id, form: null, saved is not null, viewer, ct);

    static async Task<IResult> Post(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.OwnVisit(id, ct);
        if (answer.Body is not { } visit)
            return Show.Wrong(answer.Problem);
        var asked = await viewer.Api.IntakeQuestions(visit.DoctorId, ct);
        var answers = (asked.Body?.Questions ?? []).Where(question => form.Has(Prefix + question.Id)).ToDictionary(question => question.Id, question => form[Prefix + question.Id]!, StringComparer.Ordinal);
        var saved = await viewer.Api.AnswerIntake(id, new(answers), form.Key, ct: ct);
        return form.Refused(saved) ? await Ask(id, form, saved: false, viewer, ct, (int)saved.Status) : Show.See($"/visits/{id}/intake?saved=1");
    }

    static async Task<IResult> Ask(Guid id, Form? form, bool saved, Viewer viewer, CancellationToken ct, int status = StatusCodes.Status200OK)
    {
        var (answer, intake) = (viewer.Api.Appointment(id, ct: ct), viewer.Api.Intake(id, ct));
        if ((await answer).Body is not { } visit || (await intake).Body is not { } given)
            return Show.Wrong((await answer).Problem ?? (await intake).Problem);
        var (doctor, asked) = (viewer.Api.Doctor(visit.DoctorId, ct), viewer.Api.IntakeQuestions(visit.DoctorId, ct));
        var open = viewer.IsOwn(visit) && visit.IsLive() && viewer.Now < visit.End;
        form ??= Form.Of([.. given.Answers.Select(item => (Prefix + item.Key, (string?)item.Value))]);
        var questions = open ? (await asked).Body?.Questions ?? [] : given.Complete ? given.Questions : [];
        return Show.Page<IntakeOfVisitPage, IntakeModel>(new(visit, (await doctor).Body, questions, form, open, saved), status);
    }
}
