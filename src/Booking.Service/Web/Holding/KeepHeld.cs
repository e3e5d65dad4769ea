namespace Booking.Service.Web.Holding;

/// <summary>More time, once; or the time back to the others.</summary>
static class KeepHeld
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapPost("/holds/{id:guid}/extend", Extend).RequireAuthorization(Policies.Patient);
        pages.MapPost("/holds/{id:guid}/let-go", LetGo).RequireAuthorization(Policies.Patient);
        // Where a sign-in or a change of the language leads back to.
        foreach (var step in new[] { "extend", "let-go", "check", "book" })
            pages.MapGet("/holds/{id:guid}/" + step, (Guid id) => Show.See($"/holds/{id}")).RequireAuthorization(Policies.Patient);
    }

    /// <summary>With what was typed, on the page where it was pressed.</summary>
    static async Task<IResult> Extend(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.Api.ExtendHold(id, form.Key is { } key ? $"{key}/extend" : null, ct: ct);
        // That it has lapsed the page of the hold says, with other times.
        if (answer.Problem is { Status: StatusCodes.Status409Conflict or >= StatusCodes.Status429TooManyRequests })
            form.Refused(answer);
        else if (answer.Problem is { Status: not StatusCodes.Status410Gone } problem)
            return Show.Wrong(problem);
        return await Held.Answer(id, form, viewer, form["step"] == "check" && form.Problem is null ? CheckAnswers.Page : Held.Page, ct);
    }

    static async Task<IResult> LetGo(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        var hold = await viewer.Api.FindHold(id, ct);
        if (hold.Problem is { } unknown)
            return Show.Wrong(unknown);
        var answer = await viewer.Api.ReleaseHold(id, form.Key is { } key ? $"{key}/let-go" : null, ct: ct);
        return answer.Problem switch
        {
            null => Show.See($"/doctors/{hold.Value.DoctorId}/times"),
            { Code: "hold-used" } => Show.See($"/holds/{id}"),
            var problem => Show.Wrong(problem),
        };
    }
}
