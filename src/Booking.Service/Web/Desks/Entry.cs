using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Web.Desks;

/// <summary>A time of a doctor's day as a grid shows it: a visit, or a time without one with the types that could be booked there.</summary>
/// <param name="Slot">The visit, or the first of the types.</param>
/// <param name="Column">From the reading side; what the arrow keys go by.</param>
/// <param name="MayBook">It is free, and whoever looks may book it for somebody.</param>
/// <param name="MayClose">The visit began: it can be said whether it took place.</param>
/// <param name="Chosen">It was changed just now and is brought to the eye.</param>
public sealed record Entry(Guid Doctor, DateTimeZone Zone, DaySlot Slot, IReadOnlyList<AppointmentType> Types, int Column, bool MayBook, bool MayClose, bool Chosen)
{
    public string Id => Slot.AppointmentId is { } visit ? $"v-{visit}" : $"t-{Doctor:N}-{Slot.Start.ToUnixTimeSeconds()}";

    /// <summary>Where Enter leads: to the visit, to booking the time, or to why it cannot be booked.</summary>
    public string Address => Slot.AppointmentId is { } visit ? $"/desk/visits/{visit}"
        : MayBook ? DeskLinks.Book(Doctor, Slot.Start, Types[0])
        : DeskLinks.Why(Doctor, Slot.Start, Types[0]);

    public bool NeedsAttention => Slot.Flagged || Slot.Unclosed;

    /// <summary>The class of its state in the style sheet.</summary>
    public string Look => $"slot s-{Wire.Name(Slot.State)}{(NeedsAttention ? " look" : "")}{(Chosen ? " chosen" : "")}";

    /// <summary>Of a badge: the state is told by its words too.</summary>
    public string Badge => Slot.State switch
    {
        DayState.Confirmed => "badge good",
        DayState.PendingPayment or DayState.Held => "badge warn",
        DayState.NoShow => "badge bad",
        DayState.Free => "badge",
        _ => "badge plain",
    };

    public static List<Entry> Of(Guid doctor, DateTimeZone zone, DaySheetAnswer sheet, int column, Viewer viewer, Guid? chosen)
    {
        var visits = sheet.Slots.Where(slot => slot.AppointmentId is not null).Select(slot => Make(slot, [slot.Type ?? AppointmentType.Standard]));
        var open = sheet.Slots.Where(slot => slot.AppointmentId is null).GroupBy(slot => (slot.Start, slot.State))
            .Select(group => Make(group.First(), [.. group.Select(slot => slot.Type ?? AppointmentType.Standard).Distinct()]));
        return [.. visits.Concat(open.GroupBy(entry => entry.Slot.Start).Select(Best)).OrderBy(entry => entry.Slot.Start)];

        Entry Make(DaySlot slot, AppointmentType[] types) => new(
            doctor, zone, slot, types, column, MayBook: slot.State == DayState.Free && viewer.Caller.IsDesk,
            MayClose: slot.State == DayState.Confirmed && slot.Start <= viewer.Now, Chosen: slot.AppointmentId is { } visit && visit == chosen);
    }

    // One type may be free where another is full: what can be booked is shown.
    static Entry Best(IEnumerable<Entry> same) => same.MinBy(entry => entry.Slot.State)!;
}
