using System.Collections.Concurrent;
using Booking.Contracts;
using Booking.EventStore;

namespace Booking.Drills.Load;

/// <summary>Every visit that the service accepted, with what it must have become; kept outside of it and compared at the end.</summary>
sealed class LoadLedger
{
    const int Looks = 300;
    const string Due = "select count(*) from outbox where sent_at is null and dead_at is null and coalesce(retry_at, deliver_at) <= now()";
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200), WholeCheck = TimeSpan.FromMinutes(5);

    readonly ConcurrentDictionary<Guid, AppointmentStatus> visits = [];

    public int Count => visits.Count;

    public void Accepted(AppointmentAnswer visit) => visits[visit.Id] = AppointmentStatus.PendingPayment;
    public void Paid(AppointmentAnswer visit) => visits[visit.Id] = AppointmentStatus.Confirmed;
    public void Cancelled(AppointmentAnswer visit) => visits[visit.Id] = AppointmentStatus.Cancelled;

    /// <summary>Waits until the outbox has nothing more to do, then holds the books against each other.</summary>
    /// <returns>What is wrong, a sentence each.</returns>
    public async Task<List<string>> Audit(DrillGround ground)
    {
        await ground.Providers.Settled();
        List<string> wrong = [];
        var left = 1L;
        for (var look = 0; look < Looks && left > 0; look++)
        {
            left = (await ground.Query(Due, row => row.GetInt64(0)))[0];
            await Task.Delay(left > 0 ? Look : TimeSpan.Zero);
        }

        if (left > 0)
            wrong.Add($"{left} messages still wait in the outbox");
        if ((await ground.Query("select count(*) from outbox where dead_at is not null", row => row.GetInt64(0)))[0] is > 0 and var dead)
            wrong.Add($"{dead} messages are dead");
        await Compare(ground, wrong);
        var ops = ground.Ops();
        ops.Http.Timeout = WholeCheck;
        foreach (var broken in (await ops.Verify()).Value.Invariants.Where(i => i.Violations > 0))
            wrong.Add($"invariant {broken.Name}: {broken.Violations}, such as {string.Join("; ", broken.Examples.Take(3))}");
        return wrong;
    }

    async Task Compare(DrillGround ground, List<string> wrong)
    {
        var found = (await ground.Query("select id, status from appointments", row => (row.GetGuid(0), Wire.Parse<AppointmentStatus>(row.GetString(1))))).ToDictionary();
        foreach (var (visit, expected) in visits)
            if (!found.TryGetValue(visit, out var status))
                wrong.Add($"visit {visit} was accepted and is not there");
            else if (status != expected && (status, expected) != (AppointmentStatus.Refunded, AppointmentStatus.Cancelled))
                wrong.Add($"visit {visit} is {Wire.Name(status)} and should be {Wire.Name(expected)}");
    }
}
