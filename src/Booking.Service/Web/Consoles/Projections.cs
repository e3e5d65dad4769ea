using Booking.Contracts;

namespace Booking.Service.Web.Consoles;

/// <summary>Where projections stand; they are made anew from here, and what that replaced is dropped.</summary>
static class Projections
{
    public static void Map(IEndpointRouteBuilder console)
    {
        console.MapGet("/projections", (Viewer viewer, CancellationToken ct) => Get<ProjectionsPage>(viewer, ct));
        console.MapGet("/projections/rows", (Viewer viewer, CancellationToken ct) => Get<ProjectionRows>(viewer, ct));
        console.MapPost("/projections/{name}/rebuild", Rebuild);
        console.MapPost("/projections/{name}/end", End);
    }

    static async Task<IResult> Get<TView>(Viewer viewer, CancellationToken ct) where TView : View<IReadOnlyList<ProjectionItem>>
    {
        var answer = await viewer.Api.Projections(ct);
        return answer.Body is { } all ? Show.Page<TView, IReadOnlyList<ProjectionItem>>(all.Items) : Show.Wrong(answer.Problem);
    }

    /// <summary>Who asks twice finds it running, which is what they wanted.</summary>
    static async Task<IResult> Rebuild(string name, Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.Api.Rebuild(name, ct);
        return answer.Problem is { Code: not "rebuild-running" } problem ? Show.Wrong(problem) : Show.See("/console/projections");
    }

    /// <summary>Cancels what runs, or drops what was kept.</summary>
    static async Task<IResult> End(string name, Form form, Viewer viewer, CancellationToken ct)
    {
        // Whoever pressed "cancel" a moment too late must not drop the tables of one that has just ended.
        var status = await viewer.Api.RebuildStatus(name, ct);
        if (status.Body is { } rebuild && (rebuild.State == "done") == (form["what"] == "drop") && (await viewer.Api.EndRebuild(name, ct)).Problem is { } problem)
            return Show.Wrong(problem);
        return Show.See("/console/projections");
    }
}
