using System.Diagnostics;
using Booking.EventStore;

namespace Booking.Service.Patients;

public abstract record PatientEvent;

/// <summary>What is known of a patient, sealed under their key; and hashes by which the desk finds them.</summary>
/// <param name="TimeZone">IANA.</param>
/// <param name="Language">en, ar or ur.</param>
/// <param name="EmailWord">The hash of the address alone: no two patients share one.</param>
/// <param name="Words">All hashes, that of the address too.</param>
public sealed record SealedDetails(
    byte[] FullName, byte[] Email, byte[] Phone, string TimeZone, string Language, byte[] EmailWord, byte[][] Words);

public sealed record PatientRegistered(PatientId Patient, SealedDetails Details) : PatientEvent;
public sealed record PatientDetailsChanged(SealedDetails Details) : PatientEvent;

/// <summary>The patient's key is gone, and with it all that was sealed under it.</summary>
public sealed record PatientErased : PatientEvent;

/// <summary>What the patient wants to be sent, replaced as a whole. Mail about what happens to a visit is always sent.</summary>
/// <param name="Sms">Text messages of any kind.</param>
/// <param name="Reminders">Reminders, whatever they are sent by.</param>
public sealed record PatientNotificationsChanged(bool Sms, bool Reminders) : PatientEvent;

public enum PatientLife
{
    Unknown,
    Known,
    Erased,
}

/// <param name="Notifications">What the patient wants to be sent; everything until they say otherwise.</param>
public sealed record PatientState(PatientLife Life, PatientNotificationsChanged Notifications);

/// <summary>A person who is treated, whether they have an account or the desk wrote them down.</summary>
public static class Patient
{
    public static Category<PatientState, PatientEvent> Category { get; } = new("patient", new(PatientLife.Unknown, new(Sms: true, Reminders: true)), Evolve);

    public static StreamId Stream(this PatientId id) => new(id.Value);

    static PatientState Evolve(PatientState state, PatientEvent @event) => @event switch
    {
        PatientRegistered => state with { Life = PatientLife.Known },
        PatientDetailsChanged => state,
        PatientNotificationsChanged changed => state with { Notifications = changed },
        PatientErased => state with { Life = PatientLife.Erased },
        _ => throw new UnreachableException($"No rule to evolve a patient by {@event.GetType().Name}."),
    };
}
