using Booking.Contracts;

namespace Booking.Service.Web.Visiting;

/// <summary>What pages of visits ask for again and again.</summary>
static class Known
{
    /// <summary>Doctors by their ids, all asked for at once. One who is not shown to the public any more is missing.</summary>
    public static async Task<IReadOnlyDictionary<Guid, DoctorAnswer>> Doctors(this Viewer viewer, IEnumerable<Guid> ids, CancellationToken ct)
    {
        var answers = await Task.WhenAll(ids.Distinct().Select(id => viewer.Api.Doctor(id, ct)));
        return answers.Where(answer => answer.Body is not null).ToDictionary(answer => answer.Value.Id, answer => answer.Value);
    }

    /// <summary>A visit for its own patient; nobody else has anything to change here, and it is not there for them.</summary>
    public static async Task<Answer<AppointmentAnswer>> OwnVisit(this Viewer viewer, Guid id, CancellationToken ct)
    {
        var answer = await viewer.Api.Appointment(id, ct: ct);
        return answer.Body is { } visit && !viewer.IsOwn(visit)
            ? answer with { Status = System.Net.HttpStatusCode.NotFound, Body = null, Problem = new("/problems/not-found", "", StatusCodes.Status404NotFound) }
            : answer;
    }

    public static bool IsOwn(this Viewer viewer, AppointmentAnswer visit) => viewer.Caller.PatientId?.Value == visit.PatientId;

    /// <summary>It has its time: it waits for its money, or is confirmed.</summary>
    public static bool IsLive(this AppointmentAnswer visit) => visit.Status is AppointmentStatus.PendingPayment or AppointmentStatus.Confirmed;
}
