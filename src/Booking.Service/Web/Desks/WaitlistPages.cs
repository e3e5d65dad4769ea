using Booking.Contracts;

namespace Booking.Service.Web.Desks;

/// <param name="Next">The address of more; null at the end.</param>
public sealed record DeskWaitlistModel(DoctorAnswer Doctor, IReadOnlyList<WaitlistEntry> Entries, string? Next);

/// <summary>Who waits for a time of a doctor; the desk may take somebody off.</summary>
static class WaitlistPages
{
    const int PageSize = 50;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/desk/doctors/{id}/waitlist", Get).RequireAuthorization(Policies.Desk);
        pages.MapPost("/desk/doctors/{id}/waitlist/{entry}/leave", Leave).RequireAuthorization(Policies.Desk);
    }

    static async Task<IResult> Get(Guid id, string? cursor, Viewer viewer, CancellationToken ct)
    {
        var (doctor, entries) = (viewer.Api.Doctor(id, ct), viewer.Api.Waitlist(id, new(PageSize, cursor), ct));
        await Task.WhenAll(doctor, entries);
        if ((doctor.Result.Problem ?? entries.Result.Problem) is { } problem)
            return Show.Wrong(problem);
        var next = entries.Result.Value.Next is { } more ? $"/desk/doctors/{id}/waitlist?cursor={Uri.EscapeDataString(more)}" : null;
        return Show.Page<DeskWaitlistPage, DeskWaitlistModel>(new(doctor.Result.Value, entries.Result.Value.Items, next));
    }

    static async Task<IResult> Leave(Guid id, Guid entry, Form form, Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.Api.LeaveWaitlist(entry, form.Key, ct: ct);
        return answer.Problem is { } problem ? Show.Wrong(problem) : Show.See($"/desk/doctors/{id}/waitlist");
    }
}
