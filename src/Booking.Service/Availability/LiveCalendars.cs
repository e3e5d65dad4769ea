using Booking.Contracts;
using Booking.EventStore;
using Booking.EventStore.Outbox;
using NodaTime;

namespace Booking.Service.Availability;

/// <summary>The calendars that somebody watches on this node, and how many may.</summary>
public sealed class LiveCalendars
{
    readonly Lock _gate = new();
    readonly Dictionary<(DoctorId, AppointmentType), LiveDoctor> _doctors = [];
    readonly Dictionary<UInt128, int> _ofAddress = [];
    readonly CalendarReader _calendars;
    readonly IClock _clock;
    readonly LiveLimits _limits;
    readonly ILogger<LiveCalendars> _log;
    readonly CancellationToken _stopping;
    int _streams;

    public LiveCalendars(
        CalendarReader calendars, DatabaseClock clock, Changes changes, LiveLimits limits, IHostApplicationLifetime lifetime, ILogger<LiveCalendars> log)
    {
        (_calendars, _clock, _limits, _log, _stopping) = (calendars, clock, limits, log, lifetime.ApplicationStopping);
        changes.On(Ring);
        clock.OnMoved(() => Ring(doctor: null));
    }

    /// <param name="span">The starts that are watched.</param>
    /// <param name="resumes">Whether the truth as a whole comes first.</param>
    /// <param name="address">As <see cref="RateLimits.AddressOf"/> counts it.</param>
    /// <returns>Null when too many watch already, there or in all.</returns>
    public LiveWatcher? Join(DoctorId doctor, AppointmentType type, Interval span, bool resumes, UInt128 address)
    {
        var watcher = new LiveWatcher(span, resumes, address);
        lock (_gate)
        {
            var ofAddress = _ofAddress.GetValueOrDefault(address);
            if (_streams >= _limits.Streams || ofAddress >= _limits.StreamsPerAddress)
            {
                watcher.Dispose();
                return null;
            }

            (_streams, _ofAddress[address]) = (_streams + 1, ofAddress + 1);
            if (!_doctors.TryGetValue((doctor, type), out var live))
            {
                _doctors[(doctor, type)] = live = new(doctor, type, _calendars, _clock, _log);
                _ = Task.Run(() => live.Run(Watching, _stopping), CancellationToken.None);
            }

            live.Watchers.Add(watcher);
            live.Bell.Ring();
        }

        return watcher;
    }

    public void Leave(DoctorId doctor, AppointmentType type, LiveWatcher watcher)
    {
        lock (_gate)
        {
            _streams--;
            if (--_ofAddress[watcher.Address] == 0)
            {
                _ofAddress.Remove(watcher.Address);
            }

            if (_doctors.TryGetValue((doctor, type), out var live))
            {
                live.Watchers.Remove(watcher);
                live.Bell.Ring();
            }
        }

        watcher.Dispose();
    }

    /// <summary>Asked under the lock, so that nobody joins a calendar that has just ended.</summary>
    LiveWatcher[]? Watching(LiveDoctor live)
    {
        lock (_gate)
        {
            if (live.Watchers.Count > 0)
            {
                return [.. live.Watchers];
            }

            _doctors.Remove((live.Doctor, live.Type));
            return null;
        }
    }

    void Ring(Guid? doctor)
    {
        lock (_gate)
        {
            foreach (var live in _doctors.Values)
            {
                if (doctor is null || live.Doctor.Value == doctor)
                {
                    live.Bell.Ring();
                }
            }
        }
    }
}
