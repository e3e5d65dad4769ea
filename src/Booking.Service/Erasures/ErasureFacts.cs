using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Erasures;

/// <summary>What bears on the erasure of a patient.</summary>
/// <param name="Known">Somebody of this id has a key or a row.</param>
/// <param name="ErasedAt">Null while they are not erased.</param>
/// <param name="Visits">The first hundred visits that wait for money or are to come.</param>
/// <param name="Payments">The first hundred payments of which money is under way, stuck, or a matter for people.</param>
/// <param name="IsStaff">The account may do more than a patient's.</param>
sealed record ErasureFacts(bool Known, Instant? ErasedAt, Guid[] Visits, Guid[] Payments, bool IsStaff)
{
    public static readonly Refusal VisitsInTheWay = new("visits-in-the-way", "Visits of this patient are to come. Cancel them first.");
    public static readonly Refusal MoneyInTheWay = new("money-in-the-way", "Money of this patient is under way, or waits for somebody to look at it.");
    public static readonly Refusal StaffAccount = new("account-of-staff", "Somebody who works here signs in with this account. Take those roles away first.");

    static readonly string Find = EmbeddedSql.Read("erasure_facts.sql");

    /// <summary>Why this patient is not erased now, in the order of the refusals; null when nothing is in the way.</summary>
    public Refusal? Refused => this switch
    {
        { ErasedAt: not null } => null,
        { Known: false } => Refusals.NotFound,
        { IsStaff: true } => StaffAccount,
        { Visits.Length: > 0 } => VisitsInTheWay with { Extensions = Naming(Visits) },
        { Payments.Length: > 0 } => MoneyInTheWay with { Extensions = Naming(Payments) },
        _ => null,
    };

    /// <summary>Something stands in the way that a person can take away.</summary>
    public static bool IsRule(Refusal refusal) => refusal.Code == StaffAccount.Code || refusal.Code == VisitsInTheWay.Code || refusal.Code == MoneyInTheWay.Code;

    public static Loaded<ErasureFacts> Load(Unit unit, PatientId patient, Instant now) =>
        unit.Load(batch => batch.Add(Find, Pg.Uuid(patient.Value), Pg.At(now)), Read);

    public static async Task<ErasureFacts> Read(NpgsqlDataSource database, PatientId patient, Instant now, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Find).With(Pg.Uuid(patient.Value), Pg.At(now));
        await using var row = await command.ExecuteReaderAsync(ct);
        return await Read(row, ct);
    }

    static Dictionary<string, object?> Naming(Guid[] ids) => new(StringComparer.Ordinal) { ["ids"] = ids };

    static async ValueTask<ErasureFacts> Read(NpgsqlDataReader row, CancellationToken ct)
    {
        await row.ReadAsync(ct);
        return new(row.GetBoolean(0), row.GetInstantOrNull(1), row.GetFieldValue<Guid[]>(2), row.GetFieldValue<Guid[]>(3), row.GetBoolean(4));
    }
}
