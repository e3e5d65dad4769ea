using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Patients;

namespace Booking.Service.Appointments;

/// <summary>Whom a visit is for: the patient who asks, or the one whom the desk names or writes down.</summary>
public sealed class PatientOfRequest(PatientDirectory patients, PatientKeys keys)
{
    /// <summary>Tells a doctor nothing of whether there is such a person, and is the same for an id and an address.</summary>
    public static readonly Refusal NotYours = new("patient-not-yours", "The front desk has to book this.", StatusCodes.Status403Forbidden);

    /// <returns>Null when the request is in order.</returns>
    public static IResult? Validate(AppointmentRequest request, Caller caller)
    {
        var named = request.PatientId is not null || request.Patient is not null;
        if (named && !caller.IsDesk)
        {
            return Refusals.Forbidden.Problem(caller.Http);
        }

        if (caller.IsDesk && (request.PatientId is null) == (request.Patient is null))
        {
            return Problems.Invalid(caller.Http, "patientId", "The desk sends either patientId or patient.");
        }

        var errors = new FieldErrors();
        if (request.Patient is { } details)
        {
            Contact.Of(details).Check(errors, "patient.");
        }

        if (errors.Any)
        {
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        }

        return request.Reason is { Length: 0 or > Limits.FreeText }
            ? Problems.Invalid(caller.Http, "reason", $"Must have 1 to {Limits.FreeText} characters.")
            : null;
    }

    /// <returns>Null when the desk named a patient who does not exist.</returns>
    public async Task<PatientId?> Find(AppointmentRequest request, CommandContext context, Caller caller, CancellationToken ct) => request switch
    {
        { PatientId: { } id } => await patients.Exists(new(id), ct) ? new PatientId(id) : null,
        { Patient: { } details } => await patients.FindOrRegister(details, context, ct),
        _ => caller.PatientId,
    };

    /// <summary>
    /// Whether whoever calls may act for this patient. A doctor may for those who have or had a visit with them, and for somebody whom they wrote down
    /// themselves, as when the visit was then refused: a visit shows the name and the number of its patient.
    /// </summary>
    /// <param name="patient">Null when there is none.</param>
    public async Task<bool> IsInReach(PatientId? patient, Caller caller, CancellationToken ct) =>
        caller.IsDesk
        || (patient is { } one && caller is { DoctorId: { } doctor, AccountId: { } account }
            && (await patients.HasVisit(one, doctor, ct) || await patients.IsAsWrittenBy(account, one, ct)));

    public async Task<byte[]?> Seal(PatientId patient, string? reason, CancellationToken ct) =>
        reason is null ? null : (await keys.For(patient, ct)).Seal(reason, Fields.Reason);
}
