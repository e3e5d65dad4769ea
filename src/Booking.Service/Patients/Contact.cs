using Booking.Contracts;
using Booking.Service.Accounts;

namespace Booking.Service.Patients;

/// <summary>Who a patient is, in plain text. Never stored and never logged.</summary>
/// <param name="TimeZone">IANA.</param>
/// <param name="Language">en, ar or ur.</param>
public sealed record Contact(string FullName, string Email, string Phone, string TimeZone, string Language)
{
    // The desk does not ask in which language a patient reads.
    public static Contact Of(NewPatient patient) =>
        new(patient.FullName, patient.Email, patient.Phone, patient.TimeZone, Languages.Default);

    public static Contact Of(RegisterRequest request) =>
        new(request.FullName, request.Email, request.Phone, request.TimeZone, request.Language);

    /// <param name="prefix">What stands before the fields in the request: empty, or <c>patient.</c>.</param>
    public void Check(FieldErrors errors, string prefix = "")
    {
        ContactFields.FullName(errors, prefix + "fullName", FullName);
        ContactFields.Email(errors, prefix + "email", Email);
        ContactFields.Phone(errors, prefix + "phone", Phone);
        Zones.Require(TimeZone, prefix + "timeZone", errors);
        ContactFields.Language(errors, prefix + "language", Language);
    }

    // A generated text would name the person in the first log line that it gets into.
    public override string ToString() => nameof(Contact);
}
