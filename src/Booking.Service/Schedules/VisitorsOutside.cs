using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Patients;
using Npgsql;

namespace Booking.Service.Schedules;

/// <summary>
/// Says whom the desk has to call before it blocks a time. Names are added to refusals and to answers to questions, which are stored nowhere: an answer
/// that is kept for repeats must not outlive a patient who is erased.
/// </summary>
public sealed class VisitorsOutside(NpgsqlDataSource dataSource, PatientDirectory patients)
{
    public async Task<Reply> NameIn(Reply reply, CancellationToken ct)
    {
        if (reply.Refusal?.Extensions?.GetValueOrDefault("visits") is not IReadOnlyList<VisitOutside> visits)
        {
            return reply;
        }

        var named = await Name(visits, ct);
        return reply with { Refusal = reply.Refusal with { Extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["visits"] = named } } };
    }

    public async Task<IReadOnlyList<VisitOutside>> Name(IReadOnlyList<VisitOutside> visits, CancellationToken ct)
    {
        if (visits.Count == 0)
        {
            return visits;
        }

        var ofVisit = await PatientsOf(visits, ct);
        var known = await patients.Details([.. ofVisit.Values.Distinct()], ct);
        return [.. visits.Select(v => ofVisit.TryGetValue(v.AppointmentId, out var who) ? v with { Patient = known[who] } : v)];
    }

    async Task<Dictionary<Guid, PatientId>> PatientsOf(IReadOnlyList<VisitOutside> visits, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("select id, patient_id from appointments where id = any ($1)")
            .With(Pg.Uuids([.. visits.Select(v => v.AppointmentId)]));
        await using var row = await command.ExecuteReaderAsync(ct);
        Dictionary<Guid, PatientId> found = [];
        while (await row.ReadAsync(ct))
        {
            found[row.GetGuid(0)] = new(row.GetGuid(1));
        }

        return found;
    }
}
