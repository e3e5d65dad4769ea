using Booking.Contracts;

namespace Booking.Service.Web.Desks;

/// <summary>For whom the desk books: somebody who was found, or somebody new.</summary>
/// <param name="Chosen">The id of who was found, <see cref="New"/>, or empty.</param>
/// <param name="Asked">Somebody was looked for.</param>
public sealed record PatientChoice(Form Form, IReadOnlyList<PatientItem> Found, string Chosen, bool Asked)
{
    /// <summary>The choice that makes a new patient.</summary>
    public const string New = "new";

    const string Name = "patient.fullName", Email = "patient.email", Phone = "patient.phone", Zone = "patient.timeZone", Id = "patientId";
    const int MostFound = 8;

    /// <param name="zone">Where a new patient is, unless they say so.</param>
    /// <param name="anew">They look for somebody else: what was chosen before does not count.</param>
    public static async Task<PatientChoice> Read(Form form, Viewer viewer, string zone, bool anew, CancellationToken ct)
    {
        form.Fill(Zone, zone);
        if (!viewer.Caller.IsDesk)
            return new(form, [], New, Asked: false);
        // Chosen on another page, such as the patient's own.
        if (form["query"] is not { } query)
            return form.Id(Id) is { } id && (await viewer.Api.Patient(id, ct)).Body is { } known
                ? new(form, [known], id.ToString(), Asked: false)
                : new(form, [], form[Id] ?? "", Asked: false);
        var answer = await viewer.Api.Patients(query, new(MostFound), ct);
        if (form.Refused(answer))
            return new(form, [], "", Asked: false);
        var found = answer.Value.Items;
        var chosen = Choose(anew ? null : form[Id], found);
        // What was looked for is where a new patient's details begin.
        if (chosen == New && found.Count == 0)
            form.Fill(Looks(query), query);
        return new(form, found, chosen, Asked: true);
    }

    /// <summary>As the interface takes them: one of the two. Refuses when nobody was chosen, or two.</summary>
    public static (Guid? Known, NewPatient? New) Of(Form form, Viewer viewer, string zone)
    {
        var isNew = form[Id] is null or New;
        var all = form.Has(Name) && form.Has(Email) && form.Has(Phone);
        if (isNew && !form.Has(Name) && !form.Has(Email) && !form.Has(Phone))
            form.Add(viewer.Caller.IsDesk ? "query" : Name, viewer["desk.choose_patient"]);
        else if (!isNew && all)
            form.Add("query", viewer["desk.one_patient"]);
        return isNew ? (null, new(form[Name] ?? "", form[Email] ?? "", form[Phone] ?? "", form[Zone] ?? zone)) : (Guid.TryParse(form[Id], out var id) ? id : Guid.Empty, null);
    }

    static string Choose(string? before, IReadOnlyList<PatientItem> found) =>
        before == New || found.Any(patient => patient.Id.ToString() == before) ? before!
        : found.Count == 1 ? found[0].Id.ToString()
        : found.Count == 0 ? New : "";

    static string Looks(string query) => query.Contains('@') ? Email : query.Any(char.IsAsciiDigit) ? Phone : Name;
}
