using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Patients;

/// <summary>What a patient says of themselves: read and replaced by them. The address stays, because it is what they sign in with.</summary>
static class OwnDetails
{
    const string Row = "select version from patients join patient_keys on patient_id = id where id = $1";

    // Mail about the account itself is written in its language.
    const string Account = "update identity.accounts set language = $2, time_zone = $3 where id = $1";

    /// <param name="changed">Sealed; null when nothing differs.</param>
    public static Decision<PatientEvent> Decide(PatientState patient, SealedDetails? changed) =>
        patient.Life != PatientLife.Known ? Refusals.NotFound
        : changed is null ? []
        : [new PatientDetailsChanged(changed)];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/accounts/me/details", Get).RequireAuthorization(Policies.Patient).WithTags("Accounts").Answers<DetailsAnswer>(200, 404);
        app.MapPut("/api/accounts/me/details", Put).RequireAuthorization(Policies.Patient).WithTags("Accounts").Answers<DetailsAnswer>(200, 400, 404, 409, 412, 422);
    }

    static async Task<IResult> Get(Caller caller, PatientDirectory patients, NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Row).With(Pg.Uuid(caller.PatientId!.Value.Value));
        // The version first: whoever changes what stands here in between is then told that it was changed.
        return await command.ExecuteScalarAsync(ct) is long version && await patients.Get(caller.PatientId!.Value, ct) is { } patient
            ? new Reply(Answer.Ok(Of(patient), version).Stored, Refusal: null)
            : Refusals.NotFound.Problem(caller.Http);
    }

    static async Task<IResult> Put(DetailsRequest wanted, Caller caller, PatientDirectory patients, Commands commands, CancellationToken ct)
    {
        var id = caller.PatientId!.Value;
        if (await patients.Get(id, ct) is not { } patient)
            return Refusals.NotFound.Problem(caller.Http);
        var contact = new Contact(wanted.FullName.Trim(), patient.Email, wanted.Phone, wanted.TimeZone, wanted.Language);
        var errors = new FieldErrors();
        contact.Check(errors);
        if (errors.Any)
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        var after = new DetailsAnswer(contact.FullName, contact.Email, contact.Phone, contact.TimeZone, contact.Language);
        var changed = after == Of(patient) ? null : await patients.Seal(id, contact, ct);
        return await commands.Run(caller, (unit, _) =>
        {
            var stream = unit.Load(Patient.Category, id.Stream());
            unit.Guard(batch => batch.Add(Account, Pg.Uuid(id.Value), Pg.Text(after.Language), Pg.Text(after.TimeZone)));
            return () => (caller.Expects(stream.Version) ?? unit.Append(stream, Decide(stream.State, changed))) is { } refusal
                ? refusal
                : Answer.Ok(after, stream.Version);
        }, ct);
    }

    static DetailsAnswer Of(PatientItem patient) =>
        new(patient.FullName, patient.Email, patient.Phone, patient.TimeZone, patient.Language ?? Accounts.Languages.Default);
}
