using Booking.Contracts;
using Booking.Service.Payments;

namespace Booking.Service.Web.Settings;

/// <summary>Between a doctor's profile and the form that shows it: lists are lines, fees are as people write them, in one currency.</summary>
static class ProfileForms
{
    public const string Currency = "fees.standard.currency";

    static readonly string[] Lists = ["specialties", "languages", "qualifications", "licensedIn"];

    public static Form Of(DoctorRequest doctor) => Form.Of(
        ("fullName", doctor.FullName), ("email", doctor.Email), ("phone", doctor.Phone), ("specialties", Lines(doctor.Specialties)), ("languages", Lines(doctor.Languages)),
        ("bio", doctor.Bio), ("qualifications", Lines(doctor.Qualifications)), ("timeZone", doctor.TimeZone), ("fees.standard.amount", MoneyText.Typed(doctor.Fees.Standard)),
        ("fees.followup.amount", MoneyText.Typed(doctor.Fees.Followup)), (Currency, doctor.Fees.Standard.Currency), ("location.city", doctor.Location?.City),
        ("location.country", doctor.Location?.Country), ("location.lat", Degrees(doctor.Location?.Lat)), ("location.lon", Degrees(doctor.Location?.Lon)),
        ("licensedIn", Lines(doctor.LicensedIn ?? [])));

    /// <returns>What cannot be read is noted in the form.</returns>
    public static DoctorRequest Read(Form form)
    {
        var currency = (form[Currency] ?? "").ToUpperInvariant();
        var fees = new Fees(new(form.Amount("fees.standard.amount", currency), currency), new(form.Amount("fees.followup.amount", currency), currency));
        return new(
            form["fullName"] ?? "", form["email"] ?? "", form["phone"] ?? "", form.Lines("specialties"), form.Lines("languages"), form["bio"] ?? "",
            form.Lines("qualifications", commas: false), form["timeZone"] ?? "", fees, Place(form), [.. form.Lines("licensedIn").Select(place => place.ToUpperInvariant())]);
    }

    /// <summary>Which field here shows what the interface says of one of its own: entries of a list are lines of one.</summary>
    public static string FieldOf(string path) =>
        Lists.FirstOrDefault(list => path.StartsWith(list + "[", StringComparison.Ordinal)) ?? (path == "fees.followup.currency" ? Currency : path);

    // Nothing of a place is no place; a part of one is refused field by field.
    static Location? Place(Form form)
    {
        if (!form.Has("location.city") && !form.Has("location.country") && !form.Has("location.lat") && !form.Has("location.lon"))
            return null;
        foreach (var degrees in (ReadOnlySpan<string>)["location.lat", "location.lon"])
            if (!form.Has(degrees))
                form.Add(degrees, "Is required.");
        return new(form.Decimal("location.lat") ?? 0, form.Decimal("location.lon") ?? 0, form["location.city"] ?? "", (form["location.country"] ?? "").ToUpperInvariant());
    }

    static string Lines(IReadOnlyList<string> entries) => string.Join('\n', entries);

    static string? Degrees(decimal? degrees) => degrees?.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
