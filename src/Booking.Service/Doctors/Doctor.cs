using System.Diagnostics;
using System.Text.Json.Serialization;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Gateways;
using Booking.Service.Intakes;
using Booking.Service.Videos;

namespace Booking.Service.Doctors;

public abstract record DoctorEvent;

/// <summary>Who a doctor is; replaced as a whole.</summary>
/// <param name="TimeZone">IANA; the schedule has a copy.</param>
/// <param name="LicensedIn">Where patients may be; null: anywhere.</param>
public sealed record DoctorProfile(
    string FullName, string Email, string Phone, IReadOnlyList<string> Specialties, IReadOnlyList<string> Languages, string Bio,
    IReadOnlyList<string> Qualifications, string TimeZone, Location? Location,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? LicensedIn = null);

public sealed record DoctorRegistered(DoctorId Doctor, DoctorProfile Profile, Fees Fees) : DoctorEvent;
public sealed record DoctorProfileChanged(DoctorProfile Profile) : DoctorEvent;
public sealed record DoctorFeesChanged(Fees Fees) : DoctorEvent;
public sealed record DoctorPolicyChanged(DoctorPolicy Policy) : DoctorEvent;
public sealed record DoctorVerified : DoctorEvent;
public sealed record DoctorPaused : DoctorEvent;
public sealed record DoctorResumed : DoctorEvent;

/// <param name="Registered">Null until there is such a doctor.</param>
/// <param name="Policy">Null while none is set: then everything goes back until the start.</param>
public sealed record DoctorState(DoctorId? Registered, DoctorProfile? Profile, Fees? Fees, DoctorPolicy? Policy, bool Verified, bool Accepting)
{
    /// <summary>The doctor's accounts with payment providers, in the order in which they first came; null while none was configured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EquatableList<GatewayConfigured>? Gateways { get; init; }

    /// <summary>Where the doctor sees patients; null while none is configured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public VideoConfigured? Video { get; init; }

    /// <summary>What the doctor asks before a visit; null while nothing ever was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EquatableList<Question>? Intake { get; init; }

    public DoctorId Id => Registered ?? throw new InvalidOperationException("There is no such doctor.");
}

/// <summary>A doctor, from registration on. Only a verified doctor who accepts patients offers anything.</summary>
public static class Doctor
{
    public static Category<DoctorState, DoctorEvent> Category { get; } =
        new("doctor", new(null, null, null, null, Verified: false, Accepting: true), Evolve)
        {
            Snapshots = new(Every: 100, Schema: 4, EventJson.Default.DoctorState),
        };

    public static StreamId Stream(this DoctorId id) => new(id.Value);

    static DoctorState Evolve(DoctorState state, DoctorEvent @event) => @event switch
    {
        DoctorRegistered doctor => state with { Registered = doctor.Doctor, Profile = doctor.Profile, Fees = doctor.Fees },
        DoctorProfileChanged changed => state with { Profile = changed.Profile },
        DoctorFeesChanged changed => state with { Fees = changed.Fees },
        DoctorPolicyChanged changed => state with { Policy = changed.Policy },
        DoctorVerified => state with { Verified = true },
        DoctorPaused => state with { Accepting = false },
        DoctorResumed => state with { Accepting = true },
        GatewayConfigured configured => state with { Gateways = configured.PutInto(state.Gateways) },
        VideoConfigured video => state with { Video = video },
        DoctorIntakeChanged changed => state with { Intake = changed.Questions },
        _ => throw new UnreachableException($"No rule to evolve a doctor by {@event.GetType().Name}."),
    };
}
