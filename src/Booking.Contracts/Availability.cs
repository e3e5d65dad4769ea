using System.Text.Json.Serialization;

namespace Booking.Contracts;

/// <summary>What a patient could hold now, day by day.</summary>
/// <param name="TimeZone">The asked zone, or the doctor's; dates and <see cref="AvailableSlot.Local"/> are in it.</param>
/// <param name="Days">Every date of the asked span, in order.</param>
public sealed record AvailabilityAnswer(Guid DoctorId, string TimeZone, IReadOnlyList<AvailableDay> Days);

/// <summary>A start whose answer has changed, or, first after a reconnection, every start that is offered.</summary>
/// <param name="Free">Whether it could be held at that moment.</param>
public sealed record SlotChange(Instant Start, bool Free);

/// <param name="Slots">Sorted by start; a slot stands under the date on which it starts for the viewer.</param>
public sealed record AvailableDay(LocalDate Date, IReadOnlyList<AvailableSlot> Slots);

/// <param name="Local">The start on the viewer's wall clock.</param>
/// <param name="Mine">Held by the hold that was named in <c>X-Hold</c>; the member is left out when false.</param>
public sealed record AvailableSlot(
    Instant Start,
    Instant End,
    OffsetDateTime Local,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Mine = false);
