using System.Globalization;
using System.Text;
using Booking.Contracts;
using Booking.EventStore.Outbox;
using NodaTime;
using NodaTime.Text;

namespace Booking.Service.Availability;

/// <summary>
/// What is free at one doctor for one type, kept for all who watch: computed anew when something was said of the calendar, when the clock
/// reaches the next instant that can change it, and every fifteen seconds in case a word was lost. The differences are told.
/// </summary>
public sealed class LiveDoctor(DoctorId doctor, AppointmentType type, CalendarReader calendars, IClock clock, ILogger log)
{
    static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(15), AfterFailure = TimeSpan.FromSeconds(1), Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Nothing outside is ever free, whatever span is asked for.</summary>
    static readonly Duration Before = Duration.FromDays(3), After = Duration.FromDays(Schedules.BookingRules.MostHorizonDays + 3);

    HashSet<Instant> _free = [];
    Interval _covered = new(Instant.MinValue, Instant.MinValue);
    long _told;

    public DoctorId Doctor => doctor;
    public AppointmentType Type => type;

    /// <summary>Rung when the calendar or the clock may have changed, and when somebody begins to watch.</summary>
    public Wake Bell { get; } = new();

    /// <summary>Those who watch, changed by <see cref="LiveCalendars"/> alone, under its lock.</summary>
    internal List<LiveWatcher> Watchers { get; } = [];

    /// <summary>Runs while anybody watches.</summary>
    /// <param name="watching">Those who watch now; null when nobody does, which ends it.</param>
    public async Task Run(Func<LiveDoctor, LiveWatcher[]?> watching, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested && watching(this) is { } watchers)
        {
            try
            {
                await Bell.Wait(await Compute(watchers, stopping), stopping);
                await Task.Delay(Pause, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogWarning(e, "What is free at doctor {Doctor} could not be computed for those who watch; it is tried again", doctor);
                await Task.Delay(AfterFailure, stopping).ContinueWith(static _ => { }, TaskScheduler.Default);
            }
        }
    }

    /// <returns>How long nothing can change unless it is said.</returns>
    async Task<TimeSpan> Compute(LiveWatcher[] watchers, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var from = Instant.Max(watchers.Min(w => w.Span.Start), now - Before);
        var to = Instant.Max(from, Instant.Min(watchers.Max(w => w.Span.End), now + After));
        var calendar = await calendars.Read(doctor, type, from, to, now, own: null, ct)
            ?? throw new InvalidOperationException($"Doctor {doctor} is watched and not there.");
        HashSet<Instant> free = [.. calendar.Free(from, to).Select(f => f.Slot.Start)];
        Tell(watchers, free, calendar);
        (_free, _covered) = (free, new(from, to));
        var quiet = (calendar.NextByClock() - now).ToTimeSpan();
        return quiet < SafetyNet ? quiet : SafetyNet;
    }

    void Tell(LiveWatcher[] watchers, HashSet<Instant> free, DoctorCalendar calendar)
    {
        List<Instant> changed = [.. _free.Except(free).Concat(free.Except(_free)).Where(InBoth).Order()];
        _told += changed.Count > 0 ? 1 : 0;
        foreach (var watcher in watchers)
        {
            if (watcher.IsReady)
            {
                watcher.Send(Text(changed.Where(watcher.Span.Contains), free));
                continue;
            }

            if (watcher.Resumes)
            {
                watcher.Send(Text(calendar.Offered.Slots.Select(s => s.Slot.Start).Where(watcher.Span.Contains), free));
            }

            watcher.Begin();
        }

        // What passed out of reach of the computation was told before; what has come into it is new to those alone who begin with it.
        bool InBoth(Instant start) => _covered.Contains(start) || free.Contains(start) == false;
    }

    byte[] Text(IEnumerable<Instant> starts, HashSet<Instant> free)
    {
        var text = new StringBuilder();
        foreach (var start in starts)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"id: {_told}\nevent: slot\ndata: {{\"start\":\"{InstantPattern.ExtendedIso.Format(start)}\",\"free\":{(free.Contains(start) ? "true" : "false")}}}\n\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
