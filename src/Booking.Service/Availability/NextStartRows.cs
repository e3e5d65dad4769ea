using Booking.EventStore;
using Booking.Service.Hosting;
using Booking.Service.Schedules;
using NodaTime;
using Npgsql;

namespace Booking.Service.Availability;

/// <summary>Computes next starts from the calendars' rows and keeps them in <c>next_starts</c>, some hundred doctors a statement.</summary>
static class NextStartRows
{
    /// <summary>Most doctors have a free start within days; of the others all windows are read.</summary>
    const int FirstWindows = 8, AllWindows = 10_000;

    /// <summary>Where hours of two dates overlap in truth, because a clock goes back, the windows' starts may be out of order by so much.</summary>
    static readonly Duration Fold = Duration.FromHours(3);

    static readonly string Rows = EmbeddedSql.Read("next_starts_to_compute.sql")
        .Replace("{facts}", CalendarFacts.Columns, StringComparison.Ordinal).Replace("{window}", WindowRow.Columns, StringComparison.Ordinal);

    static readonly string Keep = EmbeddedSql.Read("next_starts_store.sql");

    /// <summary>The next start of a doctor as computed, with the stamp of the calendar that it was computed from.</summary>
    public readonly record struct Computed(Guid Doctor, long Stamp, NextStart Next);

    sealed record Calendar(CalendarFacts Facts, long Stamp, List<OfferedWindow> Windows, List<LapsingClaim> Claims);

    /// <summary>Of each doctor who has a calendar, as of one moment at which the clock says <paramref name="now"/>.</summary>
    public static async Task<List<Computed>> Compute(NpgsqlConnection connection, IReadOnlyCollection<Guid> doctors, Instant now, CancellationToken ct)
    {
        List<Computed> computed = [];
        List<Guid> further = [];
        foreach (var calendar in await Read(connection, doctors, now, FirstWindows, ct))
        {
            var next = Of(calendar, now);
            var isCut = calendar.Windows.Count == FirstWindows && (next.Start is not { } start || start > calendar.Windows[^1].Start - Fold);
            if (isCut)
            {
                further.Add(calendar.Facts.Doctor.Value);
            }
            else
            {
                computed.Add(new(calendar.Facts.Doctor.Value, calendar.Stamp, next));
            }
        }

        foreach (var some in further.Chunk(20))
        {
            computed.AddRange((await Read(connection, some, now, AllWindows, ct)).Select(c => new Computed(c.Facts.Doctor.Value, c.Stamp, Of(c, now))));
        }

        return computed;
    }

    /// <returns>How many were kept.</returns>
    public static async Task<int> Store(NpgsqlConnection connection, List<Computed> computed, Instant now, CancellationToken ct)
    {
        // What has no start goes as an empty room, since arrays of instants have no null.
        await using var command = new NpgsqlCommand(Keep, connection).With(
            Pg.Uuids([.. computed.Select(c => c.Doctor)]), Pg.Longs([.. computed.Select(c => c.Stamp)]),
            Pg.Ats([.. computed.Select(c => c.Next.Start ?? now)]), Pg.Ats([.. computed.Select(c => c.Next.Room?.Start ?? now)]),
            Pg.Ats([.. computed.Select(c => c.Next.Room?.End ?? now)]), Pg.Dates([.. computed.Select(c => c.Next.LastDate)]), Pg.At(now),
            Pg.Ats([.. computed.Select(c => c.Next.Until)]));
        return await command.ExecuteNonQueryAsync(ct);
    }

    static NextStart Of(Calendar calendar, Instant now) => NextAvailable.Of(calendar.Facts, new(calendar.Windows), calendar.Claims, now);

    static async Task<List<Calendar>> Read(NpgsqlConnection connection, IReadOnlyCollection<Guid> doctors, Instant now, int windows, CancellationToken ct)
    {
        const int StampAt = CalendarFacts.Width, WindowAt = StampAt + 1, StartsAt = WindowAt + WindowRow.Width, ClaimsAt = StartsAt + 1;
        await using var command = new NpgsqlCommand(Rows, connection).With(Pg.Uuids([.. doctors]), Pg.At(now), Pg.Int(windows));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<Calendar> calendars = [];
        while (await row.ReadAsync(ct))
        {
            if (calendars.Count == 0 || calendars[^1].Facts.Doctor.Value != row.GetGuid(0))
            {
                calendars.Add(new(CalendarFacts.Read(row), row.GetInt64(StampAt), [], row.IsDBNull(ClaimsAt) ? [] : ReadClaims(row, ClaimsAt)));
            }

            if (!row.IsDBNull(WindowAt))
            {
                calendars[^1].Windows.Add(WindowRow.Read(row, WindowAt, new EquatableList<Instant>(row.GetInstants(StartsAt))));
            }
        }

        return calendars;
    }

    static List<LapsingClaim> ReadClaims(NpgsqlDataReader row, int at)
    {
        var (begins, ends, lapses) = (row.GetInstants(at), row.GetInstants(at + 1), row.GetInstantsOrNull(at + 2));
        return [.. begins.Select((begin, i) => new LapsingClaim(new Claim(Hold: null, begin, ends[i]), lapses[i]))];
    }
}
