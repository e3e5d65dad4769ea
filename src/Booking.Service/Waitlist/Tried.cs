using Booking.EventStore;
using Booking.Service.Appointments;
using NodaTime;

namespace Booking.Service.Waitlist;

/// <summary>What one run of offers need not try any more.</summary>
/// <param name="letGoBy">Who had the time that came free: it is not theirs again.</param>
sealed class Tried(PatientId? letGoBy)
{
    readonly HashSet<(WaitlistEntryId, Instant)> pairs = [];
    readonly Dictionary<WaitlistEntryId, Instant> needVisit = [];

    /// <param name="freed">The time came free itself.</param>
    public bool MayHave(Waiting entry, Instant start, bool freed) =>
        !pairs.Contains((entry.Id, start)) && !(freed && entry.Patient == letGoBy)
        && !(needVisit.TryGetValue(entry.Id, out var refused) && start >= refused);

    /// <summary>Who needs a visit first needs one for all later times too: to try a season of them would keep everybody behind waiting.</summary>
    public void Add(Waiting entry, Instant start, Refusal? refusal)
    {
        pairs.Add((entry.Id, start));
        if (refusal == PatientRules.NeedsVisit)
        {
            needVisit[entry.Id] = start;
        }
    }
}
