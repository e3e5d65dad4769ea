using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Web.Desks;

/// <param name="Found">Null before anybody was looked for.</param>
public sealed record PatientsModel(Form Form, IReadOnlyList<PatientItem>? Found);

/// <param name="Coming">From today on, the next first.</param>
/// <param name="Past">Of the last year, the latest first.</param>
/// <param name="Names">Of the doctors, by id.</param>
public sealed record PatientModel(
    PatientItem Patient, IReadOnlyList<AppointmentAnswer> Coming, IReadOnlyList<AppointmentAnswer> Past, IReadOnlyDictionary<Guid, string> Names);

/// <summary>Finds patients, and shows the visits of one. What is looked for is sent in a form, so that no name or number stands in an address.</summary>
static class PatientPages
{
    const int MostFound = 50, MostVisits = 100, YearOfDays = 366;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/desk/patients", () => Show.Page<PatientsPage, PatientsModel>(new(Form.Of(), null))).RequireAuthorization(Policies.Desk);
        pages.MapPost("/desk/patients", Find).RequireAuthorization(Policies.Desk);
        pages.MapGet("/desk/patients/{id}", One).RequireAuthorization(Policies.Desk);
    }

    static async Task<IResult> Find(Form form, Viewer viewer, CancellationToken ct)
    {
        if (form["query"] is not { } query)
            return Show.Page<PatientsPage, PatientsModel>(new(form, null));
        var answer = await viewer.Api.Patients(query, new(MostFound), ct);
        return form.Refused(answer)
            ? Show.Page<PatientsPage, PatientsModel>(new(form, null), (int)answer.Status)
            : Show.Page<PatientsPage, PatientsModel>(new(form, answer.Value.Items));
    }

    static async Task<IResult> One(Guid id, Viewer viewer, CancellationToken ct)
    {
        var today = viewer.Now.InUtc().Date;
        var patient = viewer.Api.Patient(id, ct);
        var (coming, past) = (Visits(today, null), Visits(today.PlusDays(-YearOfDays), today.PlusDays(-1)));
        await Task.WhenAll(patient, coming, past);
        if ((patient.Result.Problem ?? coming.Result.Problem ?? past.Result.Problem) is { } problem)
            return Show.Wrong(problem);
        var doctors = coming.Result.Value.Items.Concat(past.Result.Value.Items).Select(visit => visit.DoctorId).Distinct();
        var names = await Task.WhenAll(doctors.Select(doctor => viewer.Api.Doctor(doctor, ct)));
        return Show.Page<PatientPage, PatientModel>(new(
            patient.Result.Value, coming.Result.Value.Items, [.. past.Result.Value.Items.Reverse()],
            names.Select(name => name.Body).OfType<DoctorAnswer>().ToDictionary(doctor => doctor.Id, doctor => doctor.FullName)));

        Task<Answer<Page<AppointmentAnswer>>> Visits(LocalDate from, LocalDate? to) =>
            viewer.Api.Appointments(new(From: from, To: to, PatientId: id), new(MostVisits), ct);
    }
}
