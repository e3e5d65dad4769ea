using System.Text.Json.Serialization;
using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Schedules;

/// <summary>Local times between which a doctor sees patients, and how that time is cut into visits.</summary>
/// <param name="Start">A whole minute of the date that the hours belong to.</param>
/// <param name="End">A whole minute; at or before <paramref name="Start"/> it is on the next day (equal: 24 h).</param>
/// <param name="SlotMinutes">Length of a visit, 5 to 480, not longer than the hours.</param>
/// <param name="BufferMinutes">Kept free after each visit, 0 to 120.</param>
/// <param name="MaxPatients">Visits that may start in these hours on one date, 1 to 200; null for no limit.</param>
/// <param name="Types">What may be booked, at least one, each once.</param>
public sealed record OpenHours(
    LocalTime Start, LocalTime End, int SlotMinutes, int BufferMinutes, int? MaxPatients, EquatableList<AppointmentType> Types)
{
    internal const int MinutesOfDay = 24 * 60;

    // By the clock on the wall, as if no government ever moved it: 1 to 1440.
    internal int NominalMinutes => NominalStart < NominalEnd ? NominalEnd - NominalStart : NominalEnd - NominalStart + MinutesOfDay;
    internal int NominalStart => Start.Hour * 60 + Start.Minute;
    int NominalEnd => End.Hour * 60 + End.Minute;

    internal LocalDateTime EndsOn(LocalDate date) => (End <= Start ? date.PlusDays(1) : date).At(End);

    internal bool SharesTypeWith(OpenHours other)
    {
        foreach (var type in Types.AsSpan())
            if (other.Types.AsSpan().Contains(type))
                return true;
        return false;
    }
}

/// <summary>Open hours that come back every week, in the doctor's zone.</summary>
public sealed record WeeklyWindow([property: JsonConverter(typeof(EnumText<IsoDayOfWeek>))] IsoDayOfWeek Day, OpenHours Hours);
