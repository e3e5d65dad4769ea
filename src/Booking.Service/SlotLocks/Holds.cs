using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Schedules;
using Booking.Service.Hosting;
using NodaTime;
using Npgsql;

namespace Booking.Service.SlotLocks;

/// <summary>A hold as its row says.</summary>
/// <param name="State"><c>held</c> also after it has lapsed, until the sweep comes by.</param>
public sealed record HoldRow(
    HoldId Id, StreamId Slot, DoctorId Doctor, AccountId Holder, AppointmentType Type, Instant Start, Instant End, Instant Until, Money Price, long Version, string State)
{
    public HoldAnswer Answer => new(Id.Value, Doctor.Value, Start, End, Type, Until, Price);
}

/// <summary>The read model of holds by id and by holder.</summary>
public static class Holds
{
    const string Columns = "select id, slot_id, doctor_id, holder, type, starts_at, ends_at, until, amount, currency, version, state from holds ";

    public static async Task<HoldRow?> FindHold(this NpgsqlDataSource dataSource, HoldId id, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Columns + "where id = $1").With(Pg.Uuid(id.Value));
        return (await Read(command, ct)).FirstOrDefault();
    }

    /// <param name="after">The hold that was told last; the beginning of time before the first.</param>
    public static async Task<List<HoldRow>> LiveHoldsOf(this NpgsqlDataSource dataSource, AccountId holder, Instant now, TimePlace after, int limit, CancellationToken ct)
    {
        await using var command = dataSource
            .CreateCommand(Columns + "where holder = $1 and state = 'held' and until > $2 and (until, id) > ($3, $4) order by until, id limit $5")
            .With(Pg.Uuid(holder.Value), Pg.At(now), Pg.At(after.At), Pg.Uuid(after.Id), Pg.Int(limit));
        return await Read(command, ct);
    }

    /// <param name="after">The hold that was looked at last.</param>
    public static async Task<List<HoldRow>> LapsedHolds(this NpgsqlDataSource dataSource, Instant now, TimePlace after, int limit, CancellationToken ct)
    {
        await using var command = dataSource
            .CreateCommand(Columns + "where state = 'held' and until <= $1 and (until, id) > ($2, $3) order by until, id limit $4")
            .With(Pg.At(now), Pg.At(after.At), Pg.Uuid(after.Id), Pg.Int(limit));
        return await Read(command, ct);
    }

    public static Loaded<int> CountLiveHolds(this Unit unit, AccountId holder, Instant now) => unit.Load(
        batch => batch.Add("select count(*)::int from holds where holder = $1 and state = 'held' and until > $2", Pg.Uuid(holder.Value), Pg.At(now)),
        async (row, ct) => await row.ReadAsync(ct) ? row.GetInt32(0) : 0);

    /// <summary>The rules of a hold, stated a second time where two of them may race: the window's and the holder's room.</summary>
    public static void GuardHold(this Unit unit, HoldSlot.Command hold)
    {
        if (hold.Cap is { } cap)
        {
            unit.Guard(batch => GuardHolder(batch, hold, cap));
        }

        unit.GuardWindow(hold.Doctor, hold.Offered.Window, hold.Now);
    }

    /// <summary>The window has room for one more claim that starts in it.</summary>
    /// <param name="window">Null, or one without a limit, has room for any.</param>
    /// <param name="moving">A visit whose own claim does not count, since it is given up for the new one; null: all count.</param>
    public static void GuardWindow(this Unit unit, DoctorId doctor, OfferedWindow? window, Instant now, AppointmentId? moving = null)
    {
        if (window is not { MaxPatients: { } most })
        {
            return;
        }

        unit.Guard(batch => batch.Add(
            """
            select expect(count(*) < $4, 'window_is_not_full') from slot_claims
             where doctor_id = $1 and during && tstzrange($2, $3) and starts_at >= $2 and starts_at < $3 and (lapses_at is null or lapses_at > $5)
               and (appointment_id = $6) is not true
            """,
            Pg.Uuid(doctor.Value), Pg.At(window.Start), Pg.At(window.End), Pg.Int(most), Pg.At(now), Pg.UuidOrNull(moving?.Value)));
    }

    static void GuardHolder(NpgsqlBatch batch, HoldSlot.Command hold, int cap)
    {
        batch.Add("select pg_advisory_xact_lock(hashtextextended($1::text, 0))", Pg.Uuid(hold.Holder.Value));
        batch.Add(
            "select expect(count(*) < $2, 'holder_has_room') from holds where holder = $1 and state = 'held' and until > $3",
            Pg.Uuid(hold.Holder.Value), Pg.Int(cap), Pg.At(hold.Now));
    }

    public static HoldAnswer Answer(SlotState state) => state is SlotState.Held { As: var held, Until: var until }
        ? new(held.Hold.Value, held.Doctor.Value, held.Start, held.End, held.Type, until, held.Price)
        : throw new InvalidOperationException("Only a held slot answers as a hold.");

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/holds", Get).RequireAuthorization(Policies.PatientOrDesk).Answers<Page<HoldAnswer>>(200, 400);

    static async Task<IResult> Get(string? cursor, int? limit, Caller caller, NpgsqlDataSource dataSource, IClock clock, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var page = PageRequest.Of(errors, limit, cursor);
        var after = page.After(errors, TimePlace.Parse, TimePlace.Oldest);
        if (errors.Any)
        {
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        }

        var rows = await dataSource.LiveHoldsOf(caller.AccountId!.Value, clock.GetCurrentInstant(), after, page.Limit + 1, ct);
        return TypedResults.Ok(page.Page(rows, hold => hold.Answer, hold => new TimePlace(hold.Until, hold.Id.Value).Parts));
    }

    static async Task<List<HoldRow>> Read(NpgsqlCommand command, CancellationToken ct)
    {
        await using var row = await command.ExecuteReaderAsync(ct);
        List<HoldRow> rows = [];
        while (await row.ReadAsync(ct))
        {
            rows.Add(new(
                new(row.GetGuid(0)), new(row.GetGuid(1)), new(row.GetGuid(2)), new(row.GetGuid(3)), Wire.Parse<AppointmentType>(row.GetString(4)), row.GetInstant(5),
                row.GetInstant(6), row.GetInstant(7), new(row.GetInt64(8), row.GetString(9)), row.GetInt64(10), row.GetString(11)));
        }

        return rows;
    }
}
