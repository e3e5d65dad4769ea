using Booking.EventStore;
using Booking.Service.Hosting;
using NodaTime;
using Npgsql;

namespace Booking.Service.TimeZones;

/// <summary>A doctor's claims at one moment: the visits to come with their promises, and time that others keep.</summary>
/// <param name="Ids">Of the visit, or of the hold, that has each claim.</param>
sealed record DoctorClaims(DoctorId Doctor, Guid[] Ids, List<PromisedVisit> Visits, List<Interval> Taken)
{
    /// <summary>So many are moved in one transaction; 400 days of a full calendar are about as many.</summary>
    public const int Most = 10_000;

    /// <summary>As the statement names it.</summary>
    public const string Rule = "clock_claims_as_read";

    public static readonly Refusal Changed = new("calendar-changed", "The calendar has changed since it was read.");

    static readonly string Find = EmbeddedSql.Read("claims_of_doctor.sql"), AsRead = EmbeddedSql.Read("claims_as_read.sql");

    /// <exception cref="InvalidOperationException">The doctor has more claims than can be moved at once.</exception>
    public static async Task<DoctorClaims> Read(NpgsqlDataSource dataSource, DoctorId doctor, Instant now, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Find).With(Pg.Uuid(doctor.Value), Pg.At(now), Pg.Int(Most + 1));
        await using var row = await command.ExecuteReaderAsync(ct);
        var claims = new DoctorClaims(doctor, [], [], []);
        List<Guid> ids = [];
        while (await row.ReadAsync(ct))
        {
            ids.Add(row.GetGuid(0));
            var (start, end) = (row.GetInstant(1), row.GetInstant(2));
            if (row.IsDBNull(3))
            {
                claims.Taken.Add(new(start, end));
            }
            else
            {
                claims.Visits.Add(new(new(row.GetGuid(3)), start, end, TimeZoneTables.Wall.Parse(row.GetString(4)).Value, row.GetString(5)));
            }
        }

        return ids.Count <= Most ? claims with { Ids = [.. ids] } : throw new InvalidOperationException($"Doctor {doctor} has more than {Most} claims.");
    }

    /// <summary>Under the calendar lock nothing is added to them; whether something was before is checked here.</summary>
    public void Guard(Unit unit, Instant now) => unit.Guard(batch => batch.Add(AsRead, Pg.Uuid(Doctor.Value), Pg.At(now), Pg.Uuids(Ids)));
}
