using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Availability;
using Booking.Service.Doctors;
using Booking.Service.SlotLocks;
using NodaTime;

namespace Booking.Service.Appointments;

/// <summary>What must hold of a visit beside its slot and its money.</summary>
/// <param name="Terms">In force now.</param>
/// <param name="Accepted">The terms that the patient was shown; null: those in force.</param>
/// <param name="Place">Where the patient will be; null when nobody said.</param>
/// <param name="Overrides">The codes of rules that the desk waived; null for none.</param>
/// <param name="Series">The series that the visit is booked in; null for a visit of its own.</param>
public sealed record Conditions(
    PatientFacts Patient, string Terms, string? Accepted = null, string? Place = null, EquatableList<string>? Overrides = null, SeriesId? Series = null)
{
    public static readonly Refusal TermsChanged = new("terms-changed", "The terms have changed since they were shown.");
    public static readonly Refusal NotLicensed = new("not-licensed-there", "The doctor may not treat patients who are there.");

    public static readonly Refusal PlaceMissing = Refusals.Invalid with
    {
        Extensions = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["errors"] = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["place"] = ["This doctor needs to know where the patient will be."] },
        },
    };

    /// <summary>In the order of the refusals: what was agreed, where, who, when.</summary>
    public Refusal? Refused(SlotHeld held, CalendarFacts calendar)
    {
        if (Accepted is not null && Accepted != Terms)
        {
            return TermsChanged;
        }

        if (calendar.LicensedIn is { Count: > 0 } licensedIn && (Place is null || !Places.Cover(licensedIn, Place)))
        {
            return Place is null ? PlaceMissing : NotLicensed;
        }

        var mayOverlap = Overrides?.Contains(PatientRules.Busy.Code, StringComparer.Ordinal) is true;
        return Patient.Refused(calendar.Rules, held.Type, new Interval(held.Start, held.End), mayOverlap: mayOverlap);
    }
}
