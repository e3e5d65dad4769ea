using Booking.EventStore;
using Booking.Service.SlotLocks;
using NodaTime;
using Npgsql;

namespace Booking.Service.Availability;

/// <summary>When a doctor is free next for who stands at the desk, whatever the hours say.</summary>
public sealed class NextGap(NpgsqlDataSource dataSource, Alternatives alternatives, IClock clock)
{
    const string Claims = """
        select lower(during), upper(during) from slot_claims
         where doctor_id = $1 and during && tstzrange($2, null) and (lapses_at is null or lapses_at > $3) order by starts_at limit 500
        """;

    /// <returns>Null when there is no such doctor.</returns>
    public async Task<bool?> IsVerified(DoctorId doctor, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("select verified from calendars where doctor_id = $1").With(Pg.Uuid(doctor.Value));
        return await command.ExecuteScalarAsync(ct) as bool?;
    }

    /// <summary>Adds <c>freeAt</c>, and <c>alternatives</c> as for a hold, to a reply that was refused for this reason.</summary>
    public async Task<Reply> AddTo(Reply reply, Refusal when, SlotHeld wanted, CancellationToken ct)
    {
        if (reply.Refusal?.Code != when.Code)
        {
            return reply;
        }

        reply = await alternatives.AddTo(reply, when, wanted.Doctor, wanted.Type, wanted.Start, ct);
        var extensions = new Dictionary<string, object?>(reply.Refusal!.Extensions!, StringComparer.Ordinal) { ["freeAt"] = await After(wanted, ct) };
        return reply with { Refusal = reply.Refusal with { Extensions = extensions } };
    }

    async Task<Instant> After(SlotHeld wanted, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Claims)
            .With(Pg.Uuid(wanted.Doctor.Value), Pg.At(wanted.Start), Pg.At(clock.GetCurrentInstant()));
        await using var row = await command.ExecuteReaderAsync(ct);
        var (at, needed) = (wanted.Start, wanted.BusyUntil - wanted.Start);
        while (await row.ReadAsync(ct) && row.GetInstant(0) < at + needed)
        {
            at = Instant.Max(at, row.GetInstant(1));
        }

        return at;
    }
}
