using Booking.Contracts;

namespace Booking.Service.Web.Settings;

/// <param name="Version">Of the doctor as it was when the form was shown.</param>
/// <param name="Shown">The form as patients would read it; null while it cannot be read.</param>
/// <param name="Theirs">What somebody else has made of it meanwhile; null when nobody has.</param>
public sealed record PolicyModel(Frame Frame, Form Form, string? Version, DoctorPolicy? Shown, IReadOnlyList<Difference>? Theirs = null);

/// <summary>What goes back when a visit is cancelled or missed, with the words that patients will read beside it.</summary>
static class PolicyEditor
{
    public const int MostTiers = 20;
    const string Route = Frame.Route + "/policy";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Route, Get).RequireAuthorization(Policies.DeskOrDoctor);
        pages.MapPost(Route, Post).RequireAuthorization(Policies.DeskOrDoctor);
    }

    public static int Tiers(Form form) => form.Rows("cancellation", "hoursBefore", MostTiers);

    public static string Cell(int tier, string name) => $"cancellation[{tier}].{name}";

    static async Task<IResult> Get(Guid id, Viewer viewer, CancellationToken ct)
    {
        var (frame, problem) = await viewer.Frame(id, ct);
        return frame is null ? Show.Wrong(problem) : Show.Page<PolicyPage, PolicyModel>(new(frame, Of(frame.Doctor.Policy), frame.Version, frame.Doctor.Policy));
    }

    static async Task<IResult> Post(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        var (act, edited) = (form["do"], Edited(form, form["do"] ?? ""));
        var policy = Read(edited);
        var answer = act == "save" && edited.Errors.Count == 0 ? await viewer.Api.SetPolicy(id, policy, form.Key, form.Version, ct) : null;
        if (answer is not null && !edited.Refused(answer))
            return Frame.Done(id, "/policy", "saved");
        var (frame, problem) = await viewer.Frame(id, ct);
        if (frame is null)
            return Show.Wrong(problem);
        var theirs = answer?.IsStale() == true ? Differences.Between(Of(frame.Doctor.Policy), edited, Labels(Math.Max(Tiers(edited), frame.Doctor.Policy?.Cancellation.Count ?? 0), viewer)) : null;
        return Show.Page<PolicyPage, PolicyModel>(
            new(frame, edited, theirs is null ? form.Version : frame.Version, edited.Errors.Count > 0 ? null : policy, theirs),
            edited.Status(answer?.Status ?? System.Net.HttpStatusCode.BadRequest));
    }

    /// <summary>The label of each field, tiers counted from one.</summary>
    public static Dictionary<string, string> Labels(int tiers, Viewer viewer)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["rescheduleHoursBefore"] = viewer["settings.move_until"], ["noShowRefundPercent"] = viewer["settings.missed_percent"],
        };
        for (var tier = 0; tier < tiers; tier++)
        {
            var row = viewer.T.Say("settings.tier", ("n", Wording.Phrase.Of($"{tier + 1}"))).Bare();
            labels[$"cancellation[{tier}]"] = row;
            labels[Cell(tier, "hoursBefore")] = $"{row}, {viewer["settings.hours_before"]}";
            labels[Cell(tier, "refundPercent")] = $"{row}, {viewer["settings.refund_percent"]}";
        }
        return labels;
    }

    static Form Of(DoctorPolicy? policy)
    {
        var form = Form.Of(("rescheduleHoursBefore", $"{policy?.RescheduleHoursBefore ?? 0}"), ("noShowRefundPercent", $"{policy?.NoShowRefundPercent ?? 0}"));
        foreach (var (tier, kept) in (policy?.Cancellation ?? [new(0, 100)]).Index())
            form.Put(Cell(tier, "hoursBefore"), $"{kept.HoursBefore}").Put(Cell(tier, "refundPercent"), $"{kept.RefundPercent}");
        return form;
    }

    static DoctorPolicy Read(Form form) => new(
        [.. Enumerable.Range(0, Tiers(form)).Select(tier => new CancellationTier(form.Needed(Cell(tier, "hoursBefore")), form.Needed(Cell(tier, "refundPercent"))))],
        form.Needed("rescheduleHoursBefore"), form.Needed("noShowRefundPercent"));

    static Form Edited(Form form, string act)
    {
        var tiers = Enumerable.Range(0, Tiers(form)).Select(tier => (Hours: form[Cell(tier, "hoursBefore")], Percent: form[Cell(tier, "refundPercent")])).ToList();
        int? focus = null;
        if (act == "add" && tiers.Count < MostTiers)
        {
            focus = tiers.Count;
            tiers.Add(("0", "0"));
        }
        else if (act.Split(':') is ["remove", var number] && int.TryParse(number, out var at) && at >= 0 && at < tiers.Count)
        {
            tiers.RemoveAt(at);
            focus = Math.Min(at, tiers.Count - 1);
        }

        var edited = Form.Of((ScheduleForms.Focus, $"{focus}"), ("rescheduleHoursBefore", form["rescheduleHoursBefore"]), ("noShowRefundPercent", form["noShowRefundPercent"]));
        foreach (var (tier, (hours, percent)) in tiers.Index())
            edited.Put(Cell(tier, "hoursBefore"), hours).Put(Cell(tier, "refundPercent"), percent);
        return edited;
    }
}
