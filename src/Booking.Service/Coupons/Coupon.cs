using System.Diagnostics;
using System.Text.RegularExpressions;
using Booking.Contracts;
using Booking.EventStore;
using NodaTime;

namespace Booking.Service.Coupons;

public abstract record CouponEvent;

/// <summary>A code was given out. What it grants never changes.</summary>
/// <param name="Doctor">Null: good with every doctor of the clinic.</param>
/// <param name="Code">In capitals.</param>
/// <param name="Percent">1 to 100; null when <paramref name="Fixed"/> is given.</param>
/// <param name="Fixed">At most so much is taken off, of a price in that currency.</param>
/// <param name="MaxUses">How many visits may hold a use at once; null: any number.</param>
/// <param name="MaxUsesPerPatient">The same for each patient.</param>
/// <param name="ValidFrom">Half-open with <paramref name="ValidTo"/>; null: from ever.</param>
/// <param name="Types">Null: any.</param>
public sealed record CouponCreated(
    DoctorId? Doctor, string Code, int? Percent, Money? Fixed, int? MaxUses, int? MaxUsesPerPatient, Instant? ValidFrom, Instant? ValidTo,
    EquatableList<AppointmentType>? Types) : CouponEvent;

/// <summary>A visit holds a use.</summary>
public sealed record CouponRedeemed(AppointmentId Appointment, PatientId Patient) : CouponEvent;

/// <summary>Nothing of what was paid for the visit remains with the clinic, so its use can be had by others.</summary>
public sealed record RedemptionReleased(AppointmentId Appointment, PatientId Patient) : CouponEvent;

/// <summary>Nobody redeems it any more; visits that hold a use keep their price.</summary>
public sealed record CouponDeactivated : CouponEvent;

/// <summary>No uses by name: those are rows, so that a coupon without a limit stays as small as any.</summary>
/// <param name="Created">Null until there is such a coupon.</param>
/// <param name="Uses">How many visits hold a use now.</param>
public sealed record CouponState(CouponCreated? Created, bool Active, long Uses)
{
    public CouponCreated Terms => Created ?? throw new InvalidOperationException("There is no such coupon.");

    /// <summary>Whether one more visit may hold a use.</summary>
    /// <param name="ofPatient">How many its patient holds without it.</param>
    public bool HasRoom(int ofPatient) => !(Uses >= Terms.MaxUses) && !(ofPatient >= Terms.MaxUsesPerPatient);
}

/// <summary>A code that takes something off the price of visits.</summary>
public static partial class Coupon
{
    /// <summary>The owner of codes that are good with every doctor.</summary>
    static readonly Guid Clinic = new("6f1d3c52-7a04-4c57-9d57-0b8f6f2f7c10");

    /// <summary>A code of the whole clinic may be redeemed without end, hence the snapshots.</summary>
    public static Category<CouponState, CouponEvent> Category { get; } = new("coupon", new(null, Active: false, 0), Evolve)
    {
        Snapshots = new(Every: 100, Schema: 1, EventJson.Default.CouponState),
    };

    /// <param name="doctor">Null for the clinic's own.</param>
    /// <param name="code">In capitals, as <see cref="Normal"/> answers it.</param>
    public static StreamId Stream(DoctorId? doctor, string code) => StreamId.Derive(doctor?.Value ?? Clinic, $"coupon/{code}");

    /// <summary>A code in capitals, whatever case and blanks it was typed with.</summary>
    /// <returns>Null for what can be no code: it has 3 to 40 of <c>A-Z</c>, <c>0-9</c>, <c>_</c> and <c>-</c>.</returns>
    public static string? Normal(string text) => text.Trim() is var code && Code().IsMatch(code) ? code.ToUpperInvariant() : null;

    static CouponState Evolve(CouponState state, CouponEvent @event) => @event switch
    {
        CouponCreated created => new(created, Active: true, Uses: 0),
        CouponRedeemed => state with { Uses = state.Uses + 1 },
        RedemptionReleased => state with { Uses = state.Uses - 1 },
        CouponDeactivated => state with { Active = false },
        _ => throw new UnreachableException($"No rule to evolve a coupon by {@event.GetType().Name}."),
    };

    // Letters are those of ASCII before anything is made a capital: other scripts have letters whose capital is one of these.
    [GeneratedRegex(@"\A[A-Za-z0-9_-]{3,40}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Code();
}
