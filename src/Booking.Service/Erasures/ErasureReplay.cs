using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Erasures;

/// <summary>Compares the ledger with the database, and brings the database to what the ledger says.</summary>
sealed class ErasureReplay(NpgsqlDataSource database, ErasureLedger ledger, ErasePatient erase, IClock clock)
{
    const string Back = """
        select named.id from unnest($1) named (id)
         where exists (select from patient_keys where patient_id = named.id) or exists (select from patients p where p.id = named.id)
            or exists (select from identity.accounts a where a.id = named.id)
        """;

    const string Erased = "select patient_id, erased_at from erasures order by erased_at, patient_id";

    /// <summary>Whom the ledger names and the database knows nevertheless. Whoever came after the instant that it was restored to is not in it at all.</summary>
    /// <exception cref="ErasureLedgerException">The ledger cannot be read, or was altered.</exception>
    public async Task<IReadOnlyList<ErasureLine>> Missing(CancellationToken ct)
    {
        var lines = await ledger.Read(ct);
        await using var command = database.CreateCommand(Back)
            .With(Pg.Uuids([.. lines.Select(line => line.Patient.Value)]));
        await using var row = await command.ExecuteReaderAsync(ct);
        HashSet<Guid> back = [];
        while (await row.ReadAsync(ct))
        {
            back.Add(row.GetGuid(0));
        }

        return [.. lines.Where(line => back.Contains(line.Patient.Value))];
    }

    /// <summary>
    /// How many of the database's erasures the ledger does not name. The chain does not tell when its last lines are gone; while the database is there, this does.
    /// </summary>
    /// <exception cref="ErasureLedgerException">The ledger cannot be read, or was altered.</exception>
    public async Task<int> Unnamed(CancellationToken ct)
    {
        if (!ledger.IsKept)
        {
            return 0;
        }

        // The database first: whoever is erased in between is in the ledger before.
        var erased = await OfDatabase(ct);
        var named = (await ledger.Read(ct)).Select(line => line.Patient).ToHashSet();
        return erased.Count(line => !named.Contains(line.Patient));
    }

    /// <summary>Erases again whoever came back, whatever stands in the way; and writes into the ledger whom it does not name.</summary>
    /// <returns>Who was erased, who was added, and who is left because the database was too busy.</returns>
    /// <exception cref="ErasureLedgerException">The ledger cannot be used.</exception>
    public async Task<(int Erased, int Noted, int Left)> Run(CancellationToken ct)
    {
        var (erased, noted, left) = (0, 0, 0);
        foreach (var line in await Missing(ct))
        {
            var outcome = await erase.Finish(line.Patient, CommandContext.BySystem(clock.GetCurrentInstant(), "erasures replay"), evenSo: true, ct);
            (erased, left) = outcome.Refusal is null ? (erased + 1, left) : (erased, left + 1);
        }

        var known = (await ledger.Read(ct)).Select(line => line.Patient.Value).ToHashSet();
        foreach (var line in await OfDatabase(ct))
        {
            if (ledger.IsKept && known.Add(line.Patient.Value))
            {
                await ledger.Write(line, ct);
                noted++;
            }
        }

        return (erased, noted, left);
    }

    async Task<List<ErasureLine>> OfDatabase(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Erased);
        await using var row = await command.ExecuteReaderAsync(ct);
        List<ErasureLine> lines = [];
        while (await row.ReadAsync(ct))
        {
            lines.Add(new(row.GetInstant(1), new(row.GetGuid(0)), Withdrawn: false));
        }

        return lines;
    }
}
