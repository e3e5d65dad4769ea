using Booking.Contracts;

namespace Booking.Service.Web.Settings;

/// <summary>Whose settings a page shows, and what the pages of one doctor have in common.</summary>
/// <param name="Version">The doctor's ETag.</param>
public sealed record Frame(DoctorAnswer Doctor, string? Version)
{
    public const string Route = "/desk/doctors/{id:guid}/settings";

    public string At(string part = "") => At(Doctor.Id, part);

    public static string At(Guid doctor, string part = "") => $"/desk/doctors/{doctor}/settings{part}";

    /// <summary>The page's address with what was done, which it then says.</summary>
    public static IResult Done(Guid doctor, string part, string done) => Show.See($"{At(doctor, part)}?done={done}");
}

static class Frames
{
    static readonly Problem Forbidden = new("/problems/forbidden", "This account may not do that.", StatusCodes.Status403Forbidden);

    /// <summary>The doctor, when whoever looks acts for them.</summary>
    public static async Task<(Frame? Frame, Problem? Problem)> Frame(this Viewer viewer, Guid doctor, CancellationToken ct)
    {
        if (!viewer.Caller.ActsFor(new(doctor)))
            return (null, Forbidden);
        var answer = await viewer.Api.Doctor(doctor, ct);
        return answer.Body is { } body ? (new(body, answer.ETag), null) : (null, answer.Problem);
    }

    /// <summary>The doctor and something else of theirs, asked for at once.</summary>
    public static async Task<(Frame? Frame, Answer<T>? Answer, Problem? Problem)> With<T>(this Viewer viewer, Guid doctor, Func<Task<Answer<T>>> ask, CancellationToken ct)
    {
        if (!viewer.Caller.ActsFor(new(doctor)))
            return (null, null, Forbidden);
        var (asked, framed) = (ask(), viewer.Frame(doctor, ct));
        await Task.WhenAll(asked, framed);
        var (answer, (frame, problem)) = (await asked, await framed);
        return (problem ?? answer.Problem) is { } wrong ? (null, null, wrong) : (frame, answer, null);
    }

    /// <summary>The status of a page that is shown again because of this answer.</summary>
    public static int Status(this Form form, System.Net.HttpStatusCode answered = System.Net.HttpStatusCode.BadRequest) =>
        form.Problem is null && form.Errors.Count == 0 ? StatusCodes.Status200OK : (int)answered;

    /// <summary>Somebody else has changed it since the form was shown.</summary>
    public static bool IsStale<T>(this Answer<T> answer) => answer.Problem is { Code: "version-mismatch" };
}
