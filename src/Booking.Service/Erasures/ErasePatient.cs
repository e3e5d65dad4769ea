using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Patients;
using Booking.Service.Waitlist;
using NodaTime;

namespace Booking.Service.Erasures;

/// <summary>
/// Erases a patient: the ledger first, then in one transaction the event, the key under which all that is known of them lies, the account, and what was kept for
/// them alone. Visits and payments stay, without a person. It cannot be taken back.
/// </summary>
sealed class ErasePatient(
    StreamStore store, PatientDirectory patients, PatientKeys keys, ErasureLedger ledger, ErasureNotes notes, ErasureSweep sweep, IHostEnvironment environment)
{
    public static readonly Refusal NoLedger = new(
        "no-erasure-ledger", "Booking:ErasureLedger is not set, so a restore would bring this patient back. Set it first.");
    public static readonly Refusal LedgerFailed = new(
        "erasure-ledger-failed", "The erasure ledger cannot be written, so nothing was erased.", StatusCodes.Status503ServiceUnavailable);

    /// <summary>A repeat yields no event.</summary>
    public static Decision<PatientEvent> Decide(PatientState patient) => patient.Life == PatientLife.Erased ? [] : [new PatientErased()];

    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/api/patients/{id}/erase", Post)
        .RequireAuthorization(Policies.Ops).WithTags("Patients").Answers<ErasedPatient>(200, 403, 404, 409, 422, 503);

    static async Task<IResult> Post(Guid id, Caller caller, Commands commands, ErasePatient erase, CancellationToken ct)
    {
        var outcome = await erase.Run(new(id), commands.Context(caller), ct);
        return new Reply(outcome.Repeat ?? outcome.Value?.Stored, outcome.Refusal);
    }

    /// <summary>As somebody asked for it.</summary>
    public async Task<Outcome<Answer>> Run(PatientId patient, CommandContext context, CancellationToken ct)
    {
        var facts = await ErasureFacts.Read(store.DataSource, patient, context.Now, ct);
        if ((facts.Refused ?? (ledger.IsKept || environment.IsDevelopment() ? null : NoLedger)) is { } atOnce)
        {
            if (ErasureFacts.IsRule(atOnce))
            {
                await notes.WithdrawUndecided(patient, context.Now);
            }

            return new(default, atOnce);
        }

        var line = new ErasureLine(context.Now, patient, Withdrawn: false);
        if (facts.ErasedAt is null && await notes.Begin(line, ct) is { } failed)
        {
            return new(default, failed);
        }

        // What throws may have committed, and nobody is told that it was refused: then the line stands, and a keeper finishes it.
        var outcome = await Finish(patient, context, evenSo: false, ct);
        if (facts.ErasedAt is null && outcome.Refusal is not null)
        {
            await notes.Withdraw(line);
        }

        return outcome;
    }

    /// <summary>
    /// What the ledger says already is done, here or in a database that was restored. However that ends, the line stands: only a request that is
    /// refused withdraws it, since to all others a refusal may come of what the database has lost.
    /// </summary>
    /// <param name="evenSo">Also when visits or money stand in the way, which they did not when it was asked for.</param>
    public async Task<Outcome<Answer>> Finish(PatientId patient, CommandContext context, bool evenSo, CancellationToken ct)
    {
        // Before anything of theirs is touched: a wish that was withdrawn does not come back.
        if (!evenSo && (await ErasureFacts.Read(store.DataSource, patient, context.Now, ct)).Refused is { } refused)
        {
            return new(default, refused);
        }

        var addresses = await Addresses(patient, ct);
        if (await LeaveWaitlist.OfPatient(store, patient, context, ct) is { } busy)
        {
            return new(default, busy);
        }

        var outcome = await store.Transact(context, unit => Plan(unit, patient, evenSo), static answer => answer.Stored, ct);
        keys.Forget(patient);
        if (outcome.Refusal is null)
        {
            await notes.Agree(new(context.Now, patient, Withdrawn: false));
            await sweep.AfterCommit(patient, addresses, ct);
        }

        return outcome;
    }

    static Func<Result<Answer>> Plan(Unit unit, PatientId patient, bool evenSo)
    {
        var stream = unit.Load(Patient.Category, patient.Stream());
        var facts = ErasureFacts.Load(unit, patient, unit.Context.Now);
        return () =>
        {
            if (!evenSo && facts.Value.Refused is { } refused)
            {
                return refused;
            }

            if (stream.State.Life != PatientLife.Erased)
            {
                unit.Guard(batch => ErasureSql.AddTo(batch, patient));
            }

            unit.Append(stream, Decide(stream.State));
            return Answer.Ok(new ErasedPatient(patient.Value, facts.Value.ErasedAt ?? unit.Context.Now), stream.Version);
        };
    }

    /// <summary>Where they were written to; none when their key opens nothing any more.</summary>
    async Task<string[]> Addresses(PatientId patient, CancellationToken ct) =>
        await patients.Get(patient, ct) is { } known ? [known.Email.ToLowerInvariant(), known.Phone.ToLowerInvariant()] : [];
}
