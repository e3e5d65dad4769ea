namespace Booking.Service.SlotLocks;

/// <summary>
/// Lets only so many requests of this process at one doctor's calendar. It changes one at a time anyhow, and whoever waits for it here keeps no
/// connection: when a thousand want one slot, the others still find one for every other doctor, and most losers come after the winner
/// and are refused by what they load, not by the database.
/// </summary>
public sealed class CalendarTurns
{
    /// <summary>So many that the next one's reading overlaps with the last one's commit, and far fewer than the pool has connections.</summary>
    const int Together = 16;

    /// <summary>How long a request waits before it is told that the calendar is busy.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    readonly Dictionary<DoctorId, Line> _lines = [];
    readonly Lock _gate = new();

    /// <summary>Those who are at a calendar or wait for it; gone with the last of them.</summary>
    sealed class Line : IDisposable
    {
        public readonly SemaphoreSlim Places = new(Together);
        public int Members;

        public void Dispose() => Places.Dispose();
    }

    /// <summary>A place at a calendar, given back when it is disposed.</summary>
    public sealed class Turn : IDisposable
    {
        readonly Action _end;
        int _ended;

        internal Turn(Action end) => _end = end;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                _end();
            }
        }
    }

    /// <summary>How many calendars somebody is at.</summary>
    public int Calendars
    {
        get
        {
            lock (_gate)
            {
                return _lines.Count;
            }
        }
    }

    /// <returns>Null when it did not come to this request's turn in 1.5 s.</returns>
    public async Task<Turn?> Take(DoctorId doctor, CancellationToken ct)
    {
        var line = Join(doctor);
        var came = false;
        try
        {
            came = await line.Places.WaitAsync(Patience, ct);
            return came ? new(() => { line.Places.Release(); Leave(doctor, line); }) : null;
        }
        finally
        {
            if (!came)
            {
                Leave(doctor, line);
            }
        }
    }

    Line Join(DoctorId doctor)
    {
        lock (_gate)
        {
            if (!_lines.TryGetValue(doctor, out var line))
            {
                _lines.Add(doctor, line = new());
            }

            line.Members++;
            return line;
        }
    }

    void Leave(DoctorId doctor, Line line)
    {
        lock (_gate)
        {
            if (--line.Members == 0)
            {
                _lines.Remove(doctor);
                line.Dispose();
            }
        }
    }
}
