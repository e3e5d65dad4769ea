using Booking.Contracts;

namespace Booking.Service.Web.Consoles;

/// <param name="Form">The kind that is shown, and an anchor to compare with.</param>
/// <param name="Anchor">What was taken or compared now.</param>
public sealed record AuditModel(IReadOnlyList<AuditItem> Items, string? Next, Form Form, AnchorAnswer? Anchor);

/// <summary>Who did or looked at what, and whether the log still is what it was.</summary>
static class Audits
{
    const int Rows = 50;

    public static void Map(IEndpointRouteBuilder console)
    {
        console.MapGet("/audit", (string? change, string? cursor, Viewer viewer, CancellationToken ct) => Page(Form.Of(("change", change)), null, cursor, viewer, 200, ct));
        console.MapPost("/audit/anchor", TakeAnchor);
    }

    /// <summary>The answer is shown at once: a line that is to be kept elsewhere belongs into no address.</summary>
    static async Task<IResult> TakeAnchor(Form form, Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.Api.TakeAnchor(new(form["kept"]), ct);
        form.Refused(answer);
        return await Page(form, answer.Body, cursor: null, viewer, (int)answer.Status, ct);
    }

    static async Task<IResult> Page(Form form, AnchorAnswer? anchor, string? cursor, Viewer viewer, int status, CancellationToken ct)
    {
        var answer = await viewer.Api.Audit(form["change"], new(Rows, cursor), ct);
        if (answer.Body is not { } page)
            return Show.Wrong(answer.Problem);
        var next = page.Next is { } more
            ? "/console/audit" + QueryString.Create([KeyValuePair.Create("change", form["change"]), KeyValuePair.Create<string, string?>("cursor", more)])
            : null;
        return Show.Page<AuditPage, AuditModel>(new(page.Items, next, form, anchor), status);
    }
}
