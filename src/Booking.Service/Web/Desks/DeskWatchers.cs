using Booking.EventStore;
using Booking.EventStore.Outbox;

namespace Booking.Service.Web.Desks;

/// <summary>Whoever has a day in front of them on this node, and is told when something of it changed on any node.</summary>
sealed class DeskWatchers
{
    /// <summary>Of one account: the screens and tabs of a desk that shares one.</summary>
    const int MostOfAccount = 50;

    const int Most = 2_000;

    readonly Lock gate = new();
    readonly HashSet<Watcher> all = [];

    public DeskWatchers(Changes changes, DatabaseClock clock)
    {
        changes.On(Ring);
        clock.OnMoved(() => Ring(doctor: null));
    }

    /// <returns>Null when too many watch already.</returns>
    public Watcher? Join(AccountId account, IReadOnlySet<Guid> doctors)
    {
        lock (gate)
        {
            if (all.Count >= Most || all.Count(watcher => watcher.Account == account) >= MostOfAccount)
                return null;
            var watcher = new Watcher(account, doctors);
            all.Add(watcher);
            return watcher;
        }
    }

    public void Leave(Watcher watcher)
    {
        lock (gate)
            all.Remove(watcher);
    }

    void Ring(Guid? doctor)
    {
        lock (gate)
            foreach (var watcher in all)
                if (doctor is not { } one || watcher.Doctors.Contains(one))
                    watcher.Rung.TrySetResult();
    }

    /// <summary>One open page.</summary>
    public sealed class Watcher(AccountId account, IReadOnlySet<Guid> doctors)
    {
        public AccountId Account => account;
        public IReadOnlySet<Guid> Doctors => doctors;

        /// <summary>Set by the first change since it was last listened to.</summary>
        public TaskCompletionSource Rung { get; private set; } = New();

        /// <returns>Whether something changed before the time was up.</returns>
        public async Task<bool> Changed(TimeSpan atMost, CancellationToken ct)
        {
            var rung = Rung.Task;
            await Task.WhenAny(rung, Task.Delay(atMost, ct));
            ct.ThrowIfCancellationRequested();
            if (!rung.IsCompleted)
                return false;
            // From here on a change is a new one: whoever is told asks after this.
            Rung = New();
            return true;
        }

        static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
