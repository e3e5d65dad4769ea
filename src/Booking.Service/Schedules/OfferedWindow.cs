using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Schedules;

/// <summary>What one window offers for one type of visit on one date, before anything is held, booked, too near or too far.</summary>
/// <param name="Date">The doctor's local date on which the window starts; slots after midnight belong to it too.</param>
/// <param name="Start">Of the window; the first slot of it may be blocked.</param>
/// <param name="End">Of the window, exclusive. Of the same window, types have the same start and end.</param>
/// <param name="SlotMinutes">Elapsed length of each visit.</param>
/// <param name="BufferMinutes">Kept free after each visit, also after the window's end.</param>
/// <param name="MaxPatients">Live claims that may start in <c>[Start, End)</c>; null for no limit.</param>
/// <param name="Starts">Ascending, never empty.</param>
public sealed record OfferedWindow(
    LocalDate Date, AppointmentType Type, Instant Start, Instant End,
    int SlotMinutes, int BufferMinutes, int? MaxPatients, EquatableList<Instant> Starts)
{
    public OfferedSlot Slot(Instant start) => new(start, start + Duration.FromMinutes(SlotMinutes), start + Duration.FromMinutes(SlotMinutes + BufferMinutes));
}

/// <summary>A start that a schedule offers: the visit is <c>[Start, End)</c>, the doctor is busy until <see cref="BusyUntil"/>.</summary>
public readonly record struct OfferedSlot(Instant Start, Instant End, Instant BusyUntil);
