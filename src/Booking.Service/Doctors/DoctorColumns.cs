using Booking.Contracts;
using Booking.Service.Schedules;

namespace Booking.Service.Doctors;

/// <param name="Column">As in the first line of the file; empty for what is wrong with the whole line.</param>
/// <param name="Message">What is wrong, without the cell's own words.</param>
public sealed record ImportError(string Column, string Message);

/// <summary>A line of a file of doctors, as far as it can be read. Null stands for a column that the file does not have: it stays as it is.</summary>
/// <param name="Line">In the file; the first is 1.</param>
/// <param name="LicensedIn">Also null for an empty cell of a doctor who is new.</param>
/// <param name="Hours">Also null for an empty cell.</param>
/// <param name="Verified">True makes the doctor a verified one; nothing takes that back.</param>
sealed record ImportedDoctor(
    int Line, string Name, string Email, string Phone, IReadOnlyList<string> Specialties, IReadOnlyList<string> Languages, IReadOnlyList<string>? Qualifications,
    string? Bio, string TimeZone, Fees Fees, bool HasLocation, Location? Location, IReadOnlyList<string>? LicensedIn, EquatableList<Schedules.WeeklyWindow>? Hours, bool Verified)
{
    /// <summary>As POST and PUT of a doctor would bring it.</summary>
    /// <param name="present">The doctor as they are; null for a new one.</param>
    public DoctorRequest Request(DoctorProfile? present) => new(
        Name, Email, Phone, Specialties, Languages, Bio ?? present?.Bio ?? "", Qualifications ?? present?.Qualifications ?? [], TimeZone, Fees,
        HasLocation ? Location : present?.Location, LicensedIn);
}

/// <summary>The columns of a file of doctors, and how their cells are read.</summary>
static class DoctorColumns
{
    public static readonly IReadOnlyList<string> Required =
        ["name", "email", "phone", "specialties", "languages", "time_zone", "currency", "fee_standard", "fee_followup"];

    public static readonly IReadOnlyList<string> Optional =
        ["qualifications", "bio", "city", "country", "latitude", "longitude", "licensed_in", "hours", "verified"];

    const int LongestCell = 8_000;

    static readonly string[] Place = ["city", "country", "latitude", "longitude"];

    /// <summary>The column of a path in <see cref="DoctorRequest"/>.</summary>
    public static string Of(string path) => path.Split('[', '.')[0] switch
    {
        "fullName" => "name",
        "timeZone" => "time_zone",
        "licensedIn" => "licensed_in",
        "weekly" => "hours",
        "fees" => path.EndsWith("currency", StringComparison.Ordinal) ? "currency" : path.Contains("followup", StringComparison.Ordinal) ? "fee_followup" : "fee_standard",
        "location" => path switch { "location.lat" => "latitude", "location.lon" => "longitude", _ => path["location.".Length..] },
        var same => same,
    };

    /// <returns>Null when a cell cannot be read; why stands in <paramref name="errors"/>.</returns>
    public static ImportedDoctor? Read(int line, IReadOnlyDictionary<string, string> cells, List<ImportError> errors)
    {
        var before = errors.Count;
        foreach (var (column, cell) in cells)
        {
            Look(column, cell, errors);
        }

        var (fees, location) = (DoctorCells.Fees(cells, errors), DoctorCells.Location(cells, errors));
        var hours = cells.GetValueOrDefault("hours") is { Length: > 0 } text ? HoursText.Parse(text, message => errors.Add(new("hours", message))) : null;
        var verified = DoctorCells.YesOrNo(cells, "verified", errors);
        return errors.Count > before ? null : new(
            line, cells["name"], cells["email"], cells["phone"], DoctorCells.List(cells["specialties"]), DoctorCells.List(cells["languages"]),
            DoctorCells.ListOrNull(cells, "qualifications"), cells.GetValueOrDefault("bio"), cells["time_zone"], fees!, Place.Any(cells.ContainsKey), location,
            DoctorCells.ListOrNull(cells, "licensed_in"), hours, verified);
    }

    // A cell that a spreadsheet would compute is nobody's name, and would be computed by whoever opens an export of it.
    static void Look(string column, string cell, List<ImportError> errors)
    {
        if (cell.Length > LongestCell)
        {
            errors.Add(new(column, $"Must have at most {LongestCell} characters."));
        }
        else if (cell is ['=' or '@', ..])
        {
            errors.Add(new(column, "Begins like a formula of a spreadsheet."));
        }
        else if (cell.Any(letter => letter == '\uFFFD' || char.IsControl(letter) && !(column == "bio" && letter is '\n' or '\r' or '\t')))
        {
            errors.Add(new(column, column == "bio" ? "Must hold no control character but ends of lines." : "Must hold no control character and no end of line."));
        }
    }
}
