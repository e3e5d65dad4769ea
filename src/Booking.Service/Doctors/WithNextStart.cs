using System.Text.Json;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Availability;
using NodaTime;
using Npgsql;

namespace Booking.Service.Doctors;

/// <summary>Says in the answer to a change of a doctor when they are free next, which is known only after the change.</summary>
public sealed class WithNextStart(NpgsqlDataSource dataSource, NextStarts starts, IClock clock)
{
    static readonly string Find = $"select nullif(n.starts_at, 'infinity'), {NextStarts.IsStale("$2")} from next_starts n where n.doctor_id = $1";

    /// <returns>The reply as it was when it is a refusal.</returns>
    public async Task<Reply> In(Reply reply, CancellationToken ct)
    {
        if (reply.Answer is not { } answer)
        {
            return reply;
        }

        var doctor = answer.Read<DoctorAnswer>();
        var body = doctor with { NextAvailable = await Next(doctor.Id, clock.GetCurrentInstant(), ct) };
        return reply with { Answer = answer with { Body = JsonSerializer.SerializeToUtf8Bytes(body, ContractsJson.Options) } };
    }

    async Task<Instant?> Next(Guid doctor, Instant now, CancellationToken ct)
    {
        await using (var command = dataSource.CreateCommand(Find).With(Pg.Uuid(doctor), Pg.At(now)))
        await using (var row = await command.ExecuteReaderAsync(ct))
        {
            if (await row.ReadAsync(ct) && !row.GetBoolean(1))
            {
                return row.GetInstantOrNull(0);
            }
        }

        return (await starts.Renew([doctor], now, ct)).GetValueOrDefault(doctor);
    }
}
