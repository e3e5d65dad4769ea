using Booking.Contracts;
using Booking.Service.Doctors;
using Booking.Service.Patients;

namespace Booking.Service.Appointments;

/// <summary>Whether a walk-in's request is in order, before anything is looked up.</summary>
static class WalkInFields
{
    public static FieldErrors Check(WalkInRequest request, string[] waivable)
    {
        var errors = new FieldErrors();
        errors.Require((request.PatientId is null) != (request.Patient is null), "patientId", "Send either patientId or patient.");
        if (request.Patient is { } details)
        {
            Contact.Of(details).Check(errors, "patient.");
        }

        errors.Require(request.Reason is not { Length: 0 or > Limits.FreeText }, "reason", $"Must have 1 to {Limits.FreeText} characters.");
        errors.Require(request.Minutes is null or (>= 5 and <= 480), "minutes", "Must be 5 to 480.");
        errors.Require(request.Place is not { } place || Places.IsPlace(place), "place", "Must be an ISO 3166 code such as AE or US-CA.");
        errors.Require(
            request.Override is not { } codes || (codes.Count <= waivable.Length && codes.All(code => waivable.Contains(code, StringComparer.Ordinal))),
            "override", $"Must hold nothing but {string.Join(", ", waivable)}.");
        return errors;
    }
}
