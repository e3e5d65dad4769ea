using Booking.Contracts;
using Booking.Service.Wording;

namespace Booking.Service.Web.Desks;

/// <summary>For whom the desk books: somebody who was found, or somebody new.</summary>
/// <param name="Chosen">The id of who was found, <see cref="New"/>, or empty.</param>
/// <param name="Asked">Somebody was looked for.</param>
public sealed record PatientChoice(Form Form, IReadOnlyList<PatientItem> Found, string Chosen, bool Asked)
{
    /// <summary>The choice that makes a new patient.</summary>
    public const string New = "new";

    /// <summary>The name of the field, or the id of the patient, at which whoever reads goes on; null when the choice is made.</summary>
    public string? Focus =>
        Chosen == New ? Array.Find(InOrder, name => !Form.Has(name))
        : Chosen.Length > 0 ? null
        : Found.Count > 0 ? Found[0].Id.ToString()
        : "query";

    // As they stand on the page.
    static readonly string[] InOrder = [Name, Phone, Email, Zone];

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
            return Guid.TryParse(form[Id], out var id) && (await viewer.Api.Patient(id, ct)).Body is { } known
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

    /// <summary>As the interface takes them: one of the two. Refuses when nobody was chosen, or two, or when the address of somebody new is another's.</summary>
    public static async Task<(Guid? Known, NewPatient? New)> Of(Form form, Viewer viewer, string zone, CancellationToken ct)
    {
        var isNew = form[Id] is null or New;
        var all = form.Has(Name) && form.Has(Email) && form.Has(Phone);
        if (isNew && !form.Has(Name) && !form.Has(Email) && !form.Has(Phone))
            form.Add(viewer.Caller.IsDesk ? "query" : Name, viewer["desk.choose_patient"]);
        else if (!isNew && all && (await Owner(form, viewer, ct))?.Id.ToString() != form[Id])
            form.Add("query", viewer["desk.one_patient"]);
        else if (isNew && await Owner(form, viewer, ct) is { } owner && !string.Equals(owner.FullName.Trim(), form[Name], StringComparison.OrdinalIgnoreCase))
            Offer(owner, form, viewer);
        return isNew ? (null, new(form[Name] ?? "", form[Email] ?? "", form[Phone] ?? "", form[Zone] ?? zone)) : (Guid.TryParse(form[Id], out var id) ? id : Guid.Empty, null);
    }

    /// <summary>The interface takes a known address for its patient, whatever name is sent with it: whoever typed another name is asked whom they mean.</summary>
    static void Offer(PatientItem owner, Form form, Viewer viewer)
    {
        form.Add(Email, viewer.T.Say("desk.email_of", ("name", Phrase.Apart(owner.FullName))).Plain(viewer.T.IsRightToLeft));
        form.Put("query", form[Email]);
    }

    /// <summary>Whose e-mail address was typed; null when nobody's. Doctors cannot look: the interface refuses them whoever is not their patient.</summary>
    static async Task<PatientItem?> Owner(Form form, Viewer viewer, CancellationToken ct) =>
        viewer.Caller.IsDesk && form[Email] is { } email
            ? (await viewer.Api.Patients(email, new(MostFound), ct)).Body?.Items.FirstOrDefault(patient => patient.Email.Equals(email, StringComparison.OrdinalIgnoreCase))
            : null;

    static string Choose(string? before, IReadOnlyList<PatientItem> found) =>
        before == New || found.Any(patient => patient.Id.ToString() == before) ? before!
        : found.Count == 1 ? found[0].Id.ToString()
        : found.Count == 0 ? New : "";

    static string Looks(string query) => query.Contains('@') ? Email : query.Any(char.IsAsciiDigit) ? Phone : Name;
}
