using System.Text.RegularExpressions;
using Booking.Contracts;

namespace Booking.Service.Doctors;

/// <summary>What a doctor's fields may hold. Paths are those of the request.</summary>
public static partial class DoctorFields
{
    const int Most = 20;
    const long MostFee = 1_000_000_000;

    public static FieldErrors Check(DoctorRequest request)
    {
        var errors = new FieldErrors();
        ContactFields.FullName(errors, "fullName", request.FullName);
        ContactFields.Email(errors, "email", request.Email);
        ContactFields.Phone(errors, "phone", request.Phone);
        Words(errors, "specialties", request.Specialties, least: 1);
        Words(errors, "languages", request.Languages, least: 1);
        Text(errors, "bio", request.Bio, 0, 4_000);
        Words(errors, "qualifications", request.Qualifications, least: 0);
        Zones.Require(request.TimeZone, "timeZone", errors);
        Fee(errors, "fees.standard", request.Fees.Standard);
        Fee(errors, "fees.followup", request.Fees.Followup);
        errors.Require(request.Fees.Standard.Currency == request.Fees.Followup.Currency, "fees.followup.currency", "Must be the currency of the standard fee.");
        if (request.Location is { } place)
        {
            errors.Require(place.Lat is >= -90 and <= 90, "location.lat", "Must be -90 to 90 degrees.");
            errors.Require(place.Lon is >= -180 and <= 180, "location.lon", "Must be -180 to 180 degrees.");
            Text(errors, "location.city", place.City, 1, 100);
            errors.Require(Country().IsMatch(place.Country), "location.country", "Must be an ISO 3166 code such as AE.");
        }

        Places.Check(errors, "licensedIn", request.LicensedIn);
        return errors;
    }

    public static FieldErrors Check(DoctorPolicy policy)
    {
        var errors = new FieldErrors();
        errors.Require(policy.Cancellation.Count <= Most, "cancellation", $"Must have at most {Most} tiers.");
        for (var i = 0; i < Math.Min(policy.Cancellation.Count, Most); i++)
        {
            var tier = policy.Cancellation[i];
            errors.RequireRange(tier.HoursBefore, 0, 8_760, $"cancellation[{i}].hoursBefore");
            errors.RequireRange(tier.RefundPercent, 0, 100, $"cancellation[{i}].refundPercent");
            errors.Require(
                i == 0 || policy.Cancellation[i - 1] is var earlier && tier.HoursBefore < earlier.HoursBefore && tier.RefundPercent <= earlier.RefundPercent,
                $"cancellation[{i}]", "Must come later than the tier before it and give back no more.");
        }

        errors.RequireRange(policy.RescheduleHoursBefore, 0, 8_760, "rescheduleHoursBefore");
        errors.RequireRange(policy.NoShowRefundPercent, 0, 100, "noShowRefundPercent");
        return errors;
    }

    /// <summary>Whether it has the form of an ISO 4217 code.</summary>
    public static bool IsCurrency(string text) => Currency().IsMatch(text);

    static void Text(FieldErrors errors, string path, string text, int least, int most) =>
        errors.Require(text.Trim().Length >= least && text.Length <= most, path, $"Must have {least} to {most} characters.");

    static void Words(FieldErrors errors, string path, IReadOnlyList<string> words, int least)
    {
        errors.Require(words.Count >= least && words.Count <= Most, path, $"Must have {least} to {Most} entries.");
        for (var i = 0; i < Math.Min(words.Count, Most); i++)
        {
            Text(errors, $"{path}[{i}]", words[i] ?? "", 1, 200);
        }
    }

    static void Fee(FieldErrors errors, string path, Money fee)
    {
        errors.Require(fee.Amount is >= 0 and <= MostFee, $"{path}.amount", $"Must be 0 to {MostFee} minor units.");
        errors.Require(Currency().IsMatch(fee.Currency), $"{path}.currency", "Must be an ISO 4217 code such as USD.");
    }

    [GeneratedRegex("^[A-Z]{3}$", RegexOptions.NonBacktracking)]
    private static partial Regex Currency();

    [GeneratedRegex("^[A-Z]{2}$", RegexOptions.NonBacktracking)]
    private static partial Regex Country();
}
