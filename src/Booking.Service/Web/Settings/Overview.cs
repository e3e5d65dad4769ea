using Booking.Contracts;

namespace Booking.Service.Web.Settings;

/// <summary>A doctor at a glance, and the switches: verified by ops, paused and resumed.</summary>
static class Overview
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Frame.Route, Get).RequireAuthorization(Policies.DeskOrDoctor);
        pages.MapPost(Frame.Route + "/pause", (Guid id, Form form, Viewer viewer, CancellationToken ct) => Switch(id, viewer.Api.PauseDoctor(id, form.Key, ct: ct), "paused"))
            .RequireAuthorization(Policies.DeskOrDoctor);
        pages.MapPost(Frame.Route + "/resume", (Guid id, Form form, Viewer viewer, CancellationToken ct) => Switch(id, viewer.Api.ResumeDoctor(id, form.Key, ct: ct), "resumed"))
            .RequireAuthorization(Policies.DeskOrDoctor);
        pages.MapPost(Frame.Route + "/verify", (Guid id, Form form, Viewer viewer, CancellationToken ct) => Switch(id, viewer.Api.VerifyDoctor(id, form.Key, ct: ct), "verified"))
            .RequireAuthorization(Policies.Ops);
    }

    static async Task<IResult> Get(Guid id, Viewer viewer, CancellationToken ct)
    {
        var (frame, problem) = await viewer.Frame(id, ct);
        return frame is null ? Show.Wrong(problem) : Show.Page<OverviewPage, Frame>(frame);
    }

    static async Task<IResult> Switch(Guid id, Task<Answer<DoctorAnswer>> change, string done) =>
        await change is { Problem: { } problem } ? Show.Wrong(problem) : Frame.Done(id, "", done);
}
