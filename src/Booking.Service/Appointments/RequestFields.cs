using Booking.Contracts;
using Booking.Service.Doctors;

namespace Booking.Service.Appointments;

/// <summary>Whether a request for a visit is in order, before anything is looked up.</summary>
static class RequestFields
{
    const int LongestTerms = 50;

    /// <returns>Null when it is.</returns>
    public static IResult? Validate(AppointmentRequest request, Caller caller)
    {
        if (request.Override is not null && !caller.IsDesk)
        {
            return Refusals.Forbidden.Problem(caller.Http);
        }

        if (PatientOfRequest.Validate(request, caller) is { } invalid)
        {
            return invalid;
        }

        var errors = new FieldErrors();
        errors.Require(request.Place is not { } place || Places.IsPlace(place), "place", "Must be an ISO 3166 code such as AE or US-CA.");
        errors.Require(request.TermsVersion is not { Length: 0 or > LongestTerms }, "termsVersion", $"Must have 1 to {LongestTerms} characters.");
        errors.Require(
            request.Override is not { } codes || (codes.Count <= 1 && codes.All(code => code == PatientRules.Busy.Code)),
            "override", $"Must be empty or [\"{PatientRules.Busy.Code}\"].");
        return errors.Any ? Problems.Invalid(caller.Http, errors.ToDictionary()) : null;
    }

    /// <summary>What the request says of the visit's conditions.</summary>
    public static Conditions Conditions(AppointmentRequest request, PatientFacts patient, Terms terms, SeriesId? series = null) => new(
        patient, terms.Version, request.TermsVersion, request.Place, request.Override is { Count: > 0 } codes ? codes.ToEquatableList() : null, series);
}
