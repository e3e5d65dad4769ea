using Booking.Contracts;

namespace Booking.Service.Web.Settings;

/// <param name="Frame">Null for a doctor who is to be registered.</param>
/// <param name="Version">Of the profile as it was when the form was shown.</param>
/// <param name="Theirs">What somebody else has made of it meanwhile; null when nobody has.</param>
public sealed record ProfileModel(Frame? Frame, Form Form, string? Version = null, IReadOnlyList<Difference>? Theirs = null);

/// <summary>Registers a doctor, and changes what is known of one.</summary>
static class ProfileEditor
{
    const string New = "/desk/doctors/new", Route = Frame.Route + "/profile";

    /// <summary>The fields and the keys of their labels, in order.</summary>
    public static readonly (string Name, string Label)[] Labelled =
    [
        ("fullName", "settings.full_name"), ("email", "settings.email"), ("phone", "settings.phone"), ("specialties", "settings.specialties"), ("languages", "settings.languages"),
        ("qualifications", "settings.qualifications"), ("bio", "settings.bio"), ("timeZone", "settings.zone"), ("fees.standard.amount", "settings.fee_standard"),
        ("fees.followup.amount", "settings.fee_followup"), (ProfileForms.Currency, "settings.currency"), ("location.city", "settings.city"), ("location.country", "settings.country"),
        ("location.lat", "settings.lat"), ("location.lon", "settings.lon"), ("licensedIn", "settings.licensed"),
    ];

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(New, (Viewer viewer) => Show.Page<ProfilePage, ProfileModel>(new(null, Form.Of(("timeZone", viewer.Zone?.Id))))).RequireAuthorization(Policies.Desk);
        pages.MapPost(New, Register).RequireAuthorization(Policies.Desk);
        pages.MapGet(Route, Get).RequireAuthorization(Policies.DeskOrDoctor);
        pages.MapPost(Route, Post).RequireAuthorization(Policies.DeskOrDoctor);
    }

    static async Task<IResult> Register(Form form, Viewer viewer, CancellationToken ct)
    {
        var doctor = ProfileForms.Read(form);
        if (form.Errors.Count > 0)
            return Show.Page<ProfilePage, ProfileModel>(new(null, form), form.Status());
        var answer = await viewer.Api.RegisterDoctor(doctor, form.Key, ct);
        return form.Refused(answer, ProfileForms.FieldOf)
            ? Show.Page<ProfilePage, ProfileModel>(new(null, form), (int)answer.Status)
            : Frame.Done(answer.Value.Id, "/schedule", "added");
    }

    static async Task<IResult> Get(Guid id, Viewer viewer, CancellationToken ct)
    {
        var (frame, profile, problem) = await viewer.With(id, () => viewer.Api.DoctorProfile(id, ct), ct);
        return problem is not null ? Show.Wrong(problem) : Show.Page<ProfilePage, ProfileModel>(new(frame, ProfileForms.Of(profile!.Value), profile.ETag));
    }

    static async Task<IResult> Post(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        var doctor = ProfileForms.Read(form);
        var answer = form.Errors.Count > 0 ? null : await viewer.Api.ChangeDoctor(id, doctor, form.Key, form.Version, ct);
        if (answer is not null && !form.Refused(answer, ProfileForms.FieldOf))
            return Frame.Done(id, "/profile", "saved");
        var (frame, profile, problem) = await viewer.With(id, () => viewer.Api.DoctorProfile(id, ct), ct);
        if (problem is not null)
            return Show.Wrong(problem);
        var stale = answer?.IsStale() == true;
        var labels = Labelled.ToDictionary(field => field.Name, field => viewer[field.Label], StringComparer.Ordinal);
        return Show.Page<ProfilePage, ProfileModel>(
            new(frame, form, stale ? profile!.ETag : form.Version, stale ? Differences.Between(ProfileForms.Of(profile!.Value), form, labels) : null),
            form.Status(answer?.Status ?? System.Net.HttpStatusCode.BadRequest));
    }
}
