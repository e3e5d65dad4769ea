using System.Globalization;
using Booking.Contracts;

namespace Booking.Service.Web.Consoles;

/// <param name="Told">What was just done, in words.</param>
public sealed record DeadLettersModel(IReadOnlyList<DeadLetterGroupItem> Groups, string? Told);

/// <param name="Form">What is said of the group: whether it may really be deleted.</param>
public sealed record DeadLetterGroupModel(DeadLetterGroupAnswer Answer, Form Form);

/// <summary>Messages that were given up, by what they died of; a group is looked at before it is delivered again or deleted.</summary>
static class DeadLetterPages
{
    const string Home = "/console/dead-letters";

    public static void Map(IEndpointRouteBuilder console)
    {
        console.MapGet("/dead-letters", List);
        console.MapGet("/dead-letters/{fingerprint}", (string fingerprint, Viewer viewer, CancellationToken ct) => Group(fingerprint, Form.Of(), viewer, StatusCodes.Status200OK, ct));
        console.MapPost("/dead-letters/{fingerprint}/replay", Replay);
        console.MapPost("/dead-letters/{fingerprint}/discard", Discard);
    }

    static async Task<IResult> List(int? replayed, int? discarded, Viewer viewer, CancellationToken ct)
    {
        var told = replayed is 0 || discarded is 0 ? viewer["console.dead_dealt"]
            : replayed is { } again ? viewer.T.Say("console.replayed", ("n", Wording.Phrase.Of($"{again}"))).Bare()
            : discarded is { } gone ? viewer.T.Say("console.discarded", ("n", Wording.Phrase.Of($"{gone}"))).Bare()
            : null;
        var answer = await viewer.Api.DeadLetterGroups(ct);
        return answer.Body is { } groups ? Show.Page<DeadLettersPage, DeadLettersModel>(new(groups.Items, told)) : Show.Wrong(answer.Problem);
    }

    /// <summary>A group that others have dealt with meanwhile is no error.</summary>
    static async Task<IResult> Group(string fingerprint, Form form, Viewer viewer, int status, CancellationToken ct)
    {
        var answer = await viewer.Api.DeadLetterGroup(fingerprint, ct);
        return answer.Body is { } group ? Show.Page<DeadLetterGroupPage, DeadLetterGroupModel>(new(group, form), status)
            : answer.Status == System.Net.HttpStatusCode.NotFound ? Told("discarded", 0)
            : Show.Wrong(answer.Problem);
    }

    static async Task<IResult> Replay(string fingerprint, Form form, Viewer viewer, CancellationToken ct)
    {
        form.Require("upTo");
        return form.Instant("upTo") is { } seen
            ? Done("replayed", await viewer.Api.ReplayDeadLetters(fingerprint, seen, ct))
            : await Group(fingerprint, form, viewer, StatusCodes.Status400BadRequest, ct);
    }

    /// <summary>Only on purpose, and only what was shown: letters that died since have been seen by nobody.</summary>
    static async Task<IResult> Discard(string fingerprint, Form form, Viewer viewer, CancellationToken ct)
    {
        form.Require("upTo");
        if (!form.Has("sure"))
            form.Add("sure", viewer["console.discard_unsure"]);
        return form.Instant("upTo") is { } seen && form.Errors.Count == 0
            ? Done("discarded", await viewer.Api.DiscardDeadLetters(fingerprint, seen, ct))
            : await Group(fingerprint, form, viewer, StatusCodes.Status400BadRequest, ct);
    }

    static IResult Done(string what, Answer<DeadLettersChanged> answer) => answer.Body is { } changed ? Told(what, changed.Messages) : Show.Wrong(answer.Problem);

    static IResult Told(string what, long messages) => Show.See(string.Create(CultureInfo.InvariantCulture, $"{Home}?{what}={messages}"));
}
