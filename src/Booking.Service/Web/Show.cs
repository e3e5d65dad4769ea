using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Booking.Service.Web;

/// <summary>A component that shows a model: a page, or a part of one that a page asks for by itself.</summary>
public abstract class View<TModel> : View
{
    [Parameter, EditorRequired]
    public required TModel Model { get; set; }
}

/// <summary>What every component of the pages has at hand.</summary>
public abstract class View : ComponentBase
{
    /// <summary>Who looks, and how.</summary>
    [Inject]
    public required Viewer V { get; set; }
}

/// <summary>What a page's endpoint answers.</summary>
static class Show
{
    /// <summary>The component, with <paramref name="model"/> as its model; complete or not at all.</summary>
    public static IResult Page<TView, TModel>(TModel model, int status = StatusCodes.Status200OK) where TView : View<TModel> =>
        new RazorComponentResult<TView>(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(View<>.Model)] = model })
        {
            StatusCode = status, PreventStreamingRendering = true,
        };

    /// <summary>Go on to another page of this service, by GET.</summary>
    public static IResult See(string address) => new SeeOther(address);

    /// <summary>The page that says what went wrong, with the problem's own status.</summary>
    public static IResult Wrong(Contracts.Problem? problem) =>
        Page<TroublePage, Trouble>(Web.Trouble.Of(problem), problem?.Status ?? StatusCodes.Status500InternalServerError);

    /// <summary>The page for what is not there, or not for whoever asks.</summary>
    public static IResult NotFound() => Wrong(new("/problems/not-found", "", StatusCodes.Status404NotFound));

    sealed class SeeOther(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            (httpContext.Response.StatusCode, httpContext.Response.Headers.Location) = (StatusCodes.Status303SeeOther, address);
            return Task.CompletedTask;
        }
    }
}

/// <param name="Code">The problem's code, such as <c>not-found</c>.</param>
/// <param name="Title">The problem's own title, for a code that has no text.</param>
/// <param name="Back">The page to begin anew from; null: the first.</param>
public sealed record Trouble(int Status, string Code, string Title, string? TraceId, string? Back = null)
{
    public static Trouble Of(Contracts.Problem? problem) => problem is null
        ? new(StatusCodes.Status500InternalServerError, "internal", "", null)
        : new(problem.Status, problem.Code, problem.Title, problem.TraceId);
}
