using Booking.Contracts;

namespace Booking.Service.Web.Consoles;

/// <param name="Stream">Null while none is chosen.</param>
/// <param name="Next">The address of the next page; null on the last.</param>
public sealed record StreamModel(Form Form, StreamAnswer? Stream, string? Next);

/// <summary>Events as they are stored, of one stream. What is personal stays sealed; who looks is noted by the interface.</summary>
static class Streams
{
    const int Rows = 50;

    public static void Map(IEndpointRouteBuilder console)
    {
        console.MapGet("/streams", Find);
        console.MapGet("/streams/{id:guid}", Get);
    }

    static IResult Find(string? id, string? what)
    {
        var form = Form.Of(("id", id));
        if (form.Id("id") is { } found)
            return Show.See(what == "visit" ? $"/console/visits/{found}" : $"/console/streams/{found}");
        return Show.Page<StreamPage, StreamModel>(new(form, null, null), form.Errors.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
    }

    static async Task<IResult> Get(Guid id, string? cursor, Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.Api.Stream(id, new(Rows, cursor), ct);
        if (answer.Body is not { } stream)
            return Show.Wrong(answer.Problem);
        var next = stream.Next is { } more ? $"/console/streams/{id}?cursor={Uri.EscapeDataString(more)}" : null;
        return Show.Page<StreamPage, StreamModel>(new(Form.Of(("id", $"{id}")), stream, next));
    }
}
