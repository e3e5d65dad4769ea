using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Patients;

/// <summary>Finds patients and writes down new ones. One e-mail address is one patient.</summary>
public sealed class PatientDirectory(StreamStore store, PatientKeys keys, SearchKey search)
{
    /// <summary>The constraint that a second patient of one address breaks.</summary>
    public const string EmailConstraint = "patients_email_word";

    public static readonly Refusal EmailKnown = new("email-known", "There is a patient of this e-mail address.");

    const int Attempts = 5;

    /// <summary>False also for a patient who was erased.</summary>
    public async Task<bool> Exists(PatientId patient, CancellationToken ct)
    {
        await using var command = store.DataSource.CreateCommand("select exists (select from patients join patient_keys on patient_id = id where id = $1)");
        return await command.With(Pg.Uuid(patient.Value)).ExecuteScalarAsync(ct) is true;
    }

    public async Task<PatientId?> FindByEmail(string email, CancellationToken ct)
    {
        var word = await search.Hash([SearchWords.Email(email)], ct);
        await using var command = store.DataSource.CreateCommand("select id from patients where email_word = $1");
        return await command.With(Pg.Bytes(word[0])).ExecuteScalarAsync(ct) is Guid id ? new PatientId(id) : null;
    }

    /// <summary>Whether this doctor and the patient have a visit together, of whatever status.</summary>
    public async Task<bool> HasVisit(PatientId patient, DoctorId doctor, CancellationToken ct)
    {
        await using var command = store.DataSource.CreateCommand("select exists (select from appointments where doctor_id = $1 and patient_id = $2)");
        return await command.With(Pg.Uuid(doctor.Value), Pg.Uuid(patient.Value)).ExecuteScalarAsync(ct) is true;
    }

    /// <summary>Whether this account wrote the patient down and nothing of it has changed since: then it knows already all that is known of them.</summary>
    public async Task<bool> IsAsWrittenBy(AccountId account, PatientId patient, CancellationToken ct)
    {
        await using var command = store.DataSource.CreateCommand("""
            select exists (select from mt_events where stream_id = $1 and version = 1 and user_name = $2)
               and not exists (select from mt_events where stream_id = $1 and version > 1)
            """);
        return await command.With(Pg.Uuid(patient.Value), Pg.Text(account.ToString())).ExecuteScalarAsync(ct) is true;
    }

    /// <summary>The patient of this e-mail address as they are known already, else a new one.</summary>
    /// <param name="details">Checked by <see cref="Contact.Check"/>.</param>
    public Task<PatientId> FindOrRegister(NewPatient details, CommandContext context, CancellationToken ct) => Enrol(Contact.Of(details), context, ct);

    /// <summary>
    /// As <see cref="FindOrRegister"/>, for somebody who makes an account. Whom the desk wrote down before keeps id and details: a
    /// stranger who registers with another's address must not write over what is known of them.
    /// </summary>
    /// <param name="contact">Checked by <see cref="Contact.Check"/>.</param>
    public async Task<PatientId> Enrol(Contact contact, CommandContext context, CancellationToken ct)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            if (await FindByEmail(contact.Email, ct) is { } known)
                return known;
            var patient = PatientId.New();
            if (await Register(patient, contact, context, ct))
                return patient;
        }

        throw new InvalidOperationException($"A patient was neither found nor registered in {Attempts} attempts.");
    }

    /// <summary>Writes down a patient under an id that is given; a repeat changes nothing.</summary>
    /// <returns>False when another patient has the address, or the database was too busy.</returns>
    public async Task<bool> Register(PatientId patient, Contact contact, CommandContext context, CancellationToken ct)
    {
        var details = await Seal(patient, contact, ct);
        // A step of a larger request: the key of the request belongs to the whole of it.
        var outcome = await store.Transact(
            Patient.Category, patient.Stream(),
            state => state.Life == PatientLife.Unknown ? [new PatientRegistered(patient, details)] : [],
            context with { Idempotency = null }, ct);
        return outcome.Refusal is null;
    }

    /// <summary>Names and phone numbers; of an erased or unknown patient the word <c>erased</c> and no number.</summary>
    public async Task<IReadOnlyDictionary<PatientId, DayPatient>> Details(IReadOnlyCollection<PatientId> patients, CancellationToken ct)
    {
        await using var command = store.DataSource.CreateCommand(PatientRow.Select + " where id = any ($1)")
            .With(Pg.Uuids([.. patients.Select(patient => patient.Value)]));
        var known = (await PatientRow.Read(command, keys, ct)).ToDictionary(item => new PatientId(item.Id));
        return patients.Distinct().ToDictionary(
            patient => patient,
            patient => known.TryGetValue(patient, out var item)
                ? new DayPatient(item.Id, item.FullName, item.Phone)
                : new DayPatient(patient.Value, PatientRow.ErasedName, ""));
    }

    /// <returns>Null for an erased or unknown patient.</returns>
    public async Task<PatientItem?> Get(PatientId patient, CancellationToken ct)
    {
        await using var command = store.DataSource.CreateCommand(PatientRow.Select + " where id = $1").With(Pg.Uuid(patient.Value));
        return (await PatientRow.Read(command, keys, ct)).SingleOrDefault();
    }

    /// <param name="contact">Checked by <see cref="Contact.Check"/>.</param>
    public async Task<SealedDetails> Seal(PatientId patient, Contact contact, CancellationToken ct)
    {
        var key = await keys.For(patient, ct);
        var words = await search.Hash([SearchWords.Email(contact.Email), .. SearchWords.Of(contact)], ct);
        return new(
            key.Seal(contact.FullName.Trim(), PatientRow.FullName), key.Seal(contact.Email, PatientRow.Email), key.Seal(contact.Phone, PatientRow.Phone),
            contact.TimeZone, contact.Language, EmailWord: words[0], Words: words[1..]);
    }
}
