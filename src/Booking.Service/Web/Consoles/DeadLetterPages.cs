using System.Globalization;
using Booking.Contracts;

namespace Booking.Service.Web.Consoles;

/// <param name="Told">What was just done, in words.</param>
public sealed record DeadLettersModel(IReadOnlyList<DeadLetterGroupItem> Groups, string? Told);

/// <summary>Messages that were given up, by what they died of; a group is looked at before it is delivered again or deleted.</summary>
static class DeadLetterPages
{
    const string Home = "/console/dead-letters";

    public static void Map(IEndpointRouteBuilder console)
    {
        console.MapGet("/dead-letters", List);
        console.MapGet("/dead-letters/{fingerprint}", Get);
        console.MapPost("/dead-letters/{fingerprint}/replay", (string fingerprint, Viewer viewer, CancellationToken ct) =>
            Do("replayed", viewer.Api.ReplayDeadLetters(fingerprint, ct)));
        console.MapPost("/dead-letters/{fingerprint}/discard", (string fingerprint, Viewer viewer, CancellationToken ct) =>
            Do("discarded", viewer.Api.DiscardDeadLetters(fingerprint, ct)));
    }

    static async Task<IResult> List(int? replayed, int? discarded, Viewer viewer, CancellationToken ct)
    {
        var told = replayed is { } again ? viewer.T.Say("console.replayed", ("n", Wording.Phrase.Of($"{again}"))).Bare()
            : discarded is { } gone ? viewer.T.Say("console.discarded", ("n", Wording.Phrase.Of($"{gone}"))).Bare()
            : null;
        var answer = await viewer.Api.DeadLetterGroups(ct);
        return answer.Body is { } groups ? Show.Page<DeadLettersPage, DeadLettersModel>(new(groups.Items, told)) : Show.Wrong(answer.Problem);
    }

    /// <summary>A group that others have dealt with meanwhile is no error.</summary>
    static async Task<IResult> Get(string fingerprint, Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.Api.DeadLetterGroup(fingerprint, ct);
        return answer.Body is { } group ? Show.Page<DeadLetterGroupPage, DeadLetterGroupAnswer>(group)
            : answer.Status == System.Net.HttpStatusCode.NotFound ? Show.See(Home)
            : Show.Wrong(answer.Problem);
    }

    static async Task<IResult> Do(string what, Task<Answer<DeadLettersChanged>> change)
    {
        var answer = await change;
        return answer.Body is { } changed ? Show.See(string.Create(CultureInfo.InvariantCulture, $"{Home}?{what}={changed.Messages}")) : Show.Wrong(answer.Problem);
    }
}
