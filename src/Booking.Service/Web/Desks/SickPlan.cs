using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Web.Desks;

/// <summary>A visit of a day that shall not take place, and where it could go.</summary>
/// <param name="Times">The next free starts that no other visit of the day is sent to first; the first is proposed. None: it can only be cancelled.</param>
public sealed record SickVisit(DaySlot Slot, IReadOnlyList<AvailableSlot> Times)
{
    public Guid Id => Slot.AppointmentId!.Value;
}

/// <summary>Proposes a new time for each visit of a day: the next free one of the doctor, each once.</summary>
static class SickPlan
{
    /// <summary>Times to choose from for one visit.</summary>
    const int Choices = 4;

    /// <param name="visits">In the order in which they are served.</param>
    /// <param name="free">By type; times of two types overlap.</param>
    public static List<SickVisit> Of(IEnumerable<DaySlot> visits, IReadOnlyDictionary<AppointmentType, IReadOnlyList<AvailableSlot>> free)
    {
        List<AvailableSlot> given = [];
        List<SickVisit> plan = [];
        foreach (var visit in visits)
        {
            var times = free[visit.Type!.Value].Where(slot => !given.Exists(taken => Overlap(taken, slot))).Take(Choices).ToList();
            if (times.Count > 0)
                given.Add(times[0]);
            plan.Add(new(visit, times));
        }

        return plan;
    }

    static bool Overlap(AvailableSlot a, AvailableSlot b) => a.Start < b.End && b.Start < a.End;
}
