using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Availability;
using NodaTime;
using Npgsql;

namespace Booking.Service.SlotLocks;

/// <summary>A start of one doctor of the set that is free as far as one look can tell.</summary>
/// <param name="Zone">The doctor's.</param>
/// <param name="Allowed">False for a follow-up with a doctor whom the patient has not seen lately.</param>
public readonly record struct HoldCandidate(DoctorId Doctor, Instant Start, Duration Length, bool Allowed, DateTimeZone Zone)
{
    public AvailableSlot Slot => new(Start, Start + Length, Start.InZone(Zone).ToOffsetDateTime());
}

/// <summary>Who of a set of doctors is free, best first. The hold itself decides; this only says in which order to ask.</summary>
public sealed class HoldCandidates(NpgsqlDataSource dataSource)
{
    /// <summary>So many are asked for at once, which also bounds how many holds one request tries.</summary>
    public const int Most = 50;

    static readonly string Find = EmbeddedSql.Read("hold_any_candidates.sql");

    /// <summary>Those that start in <c>[from, to)</c>, at most <see cref="Most"/>.</summary>
    /// <param name="patient">Who asks; null for the desk, which may have anything.</param>
    public async Task<List<HoldCandidate>> Of(HoldAnyRequest set, Instant from, Instant to, PatientId? patient, Instant now, CancellationToken ct)
    {
        var (first, last) = WindowDates.Around(from, to);
        await using var command = dataSource.CreateCommand(Find.Replace("{0}", Filter(set), StringComparison.Ordinal)).With(
            Pg.Text(Wire.Name(set.Type)), Pg.At(now), Pg.At(from), Pg.At(to), Pg.Date(first), Pg.Date(last), Pg.Uuids([.. set.DoctorIds ?? []]),
            Pg.Text(set.Specialty ?? ""), Pg.Text(set.Language ?? ""), Pg.UuidOrNull(patient?.Value), Pg.Int(Most));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<HoldCandidate> candidates = [];
        while (await row.ReadAsync(ct))
        {
            candidates.Add(new(new(row.GetGuid(0)), row.GetInstant(1), Duration.FromMinutes(row.GetInt32(2)), row.GetBoolean(3), Zones.Provider[row.GetString(4)]));
        }

        return candidates;
    }

    /// <summary>Only what was given is in the statement, so that each combination is planned by the index that serves it.</summary>
    static string Filter(HoldAnyRequest set) => string.Join(" and ", new[]
    {
        set.DoctorIds is null ? null : "d.id = any ($7)",
        set.Specialty is null ? null : "lowered(d.specialties) @> array[lower($8)]",
        set.Language is null ? null : "lowered(d.languages) @> array[lower($9)]",
    }.OfType<string>());
}
