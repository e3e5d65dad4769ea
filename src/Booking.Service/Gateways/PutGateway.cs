using System.Security.Cryptography;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Doctors;
using Npgsql;

namespace Booking.Service.Gateways;

/// <summary>
/// Puts a doctor's account with a provider. Its secrets go into a row of their own, sealed, in the transaction of the event; nothing ever
/// tells them again. The same request again changes nothing.
/// </summary>
/// <param name="allowTest"><c>Payments:AllowTestMode</c>: a test account may take the place of a live one.</param>
public sealed class PutGateway(Commands commands, MasterKeys masterKeys, GatewayAccounts accounts, bool allowTest)
{
    const string FindSecrets = "select sealed from gateway_secrets where account_id = $1";

    const string KeepSecrets = """
        insert into gateway_secrets (account_id, sealed, updated_at) values ($1, $2, $3)
        on conflict (account_id) do update set sealed = excluded.sealed, updated_at = excluded.updated_at
        """;

    /// <param name="replaces">Whether the secrets differ from those that are kept.</param>
    public static Decision<DoctorEvent> Decide(DoctorState doctor, GatewayDraft draft, bool replaces, bool allowTest)
    {
        var wanted = draft.For(doctor, allowTest);
        return !replaces && doctor.Gateways?.Contains(wanted) is true ? [] : [wanted];
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        const string Path = "/api/doctors/{id}/gateways/";
        Describe(app.MapPut(Path + "stripe", (Guid id, StripeGatewayRequest request, Caller caller, PutGateway put, CancellationToken ct) =>
            put.Run(new(id), GatewayFields.Check(request), GatewayDraft.Of(new(id), request), caller, ct)));
        Describe(app.MapPut(Path + "razorpay", (Guid id, RazorpayGatewayRequest request, Caller caller, PutGateway put, CancellationToken ct) =>
            put.Run(new(id), GatewayFields.Check(request), GatewayDraft.Of(new(id), request), caller, ct)));
        Describe(app.MapPut(Path + "paytabs", (Guid id, PayTabsGatewayRequest request, Caller caller, PutGateway put, CancellationToken ct) =>
            put.Run(new(id), GatewayFields.Check(request), GatewayDraft.Of(new(id), request), caller, ct)));
        Describe(app.MapPut(Path + "manual", (Guid id, ManualGatewayRequest request, Caller caller, PutGateway put, CancellationToken ct) =>
            put.Run(new(id), GatewayFields.Check(request), GatewayDraft.Of(new(id), request), caller, ct)));
    }

    static void Describe(RouteHandlerBuilder endpoint) =>
        endpoint.RequireAuthorization(Policies.OpsOrDoctor).Answers<GatewayAnswer>(200, 400, 403, 404, 412, 422);

    async Task<IResult> Run(DoctorId id, FieldErrors errors, GatewayDraft draft, Caller caller, CancellationToken ct)
    {
        if (!caller.ManagesMoneyOf(id))
            return Refusals.Forbidden.Problem(caller.Http);
        if (errors.Any)
            return Problems.Invalid(caller.Http, errors.ToDictionary());

        var reply = await commands.Run(caller, (unit, _) => Plan(unit, id, draft, caller.Expects), ct);
        accounts.Forget(draft.Account);
        return reply;
    }

    /// <summary>The same without a request, whatever version the doctor has: for the demo clinic.</summary>
    /// <returns>Null unless it was refused.</returns>
    public async Task<Refusal?> Run(StreamStore store, CommandContext context, DoctorId id, GatewayDraft draft, CancellationToken ct)
    {
        var outcome = await store.Transact(context, unit => Plan(unit, id, draft, expects: static _ => null), answer: null, ct);
        accounts.Forget(draft.Account);
        return outcome.Refusal;
    }

    Func<Result<Answer>> Plan(Unit unit, DoctorId id, GatewayDraft draft, Func<long, Refusal?> expects)
    {
        var doctor = unit.Load(Doctor.Category, id.Stream());
        var kept = unit.Load(batch => batch.Add(FindSecrets, Pg.Uuid(draft.Account.Value)), (row, token) => Read(row, draft.Account, token));
        return () =>
        {
            if ((doctor.Exists ? expects(doctor.Version) : Refusals.NotFound) is { } refusal)
                return refusal;

            var secrets = draft.Secrets.After(kept.Value);
            var decision = Decide(doctor.State, draft, replaces: secrets != kept.Value, allowTest);
            if (!decision.Events.IsEmpty)
                unit.Guard(batch => batch.Add(
                    KeepSecrets, Pg.Uuid(draft.Account.Value), Pg.Bytes(secrets.Seal(masterKeys, draft.Account)), Pg.At(unit.Context.Now)));
            unit.Append(doctor, decision);
            var account = doctor.State.Gateways!.Single(known => known.Account == draft.Account);
            return Answer.Ok(new GatewayAnswer(account.Account.Value, account.Account.WebhookPath(account.Provider), account.Active), doctor.Version);
        };
    }

    /// <returns>Null as well when they cannot be opened: to put them anew is how that is mended.</returns>
    async ValueTask<GatewaySecrets?> Read(NpgsqlDataReader row, GatewayAccountId account, CancellationToken ct)
    {
        try
        {
            return await row.ReadAsync(ct) ? GatewaySecrets.Open(masterKeys, account, row.GetUtf8(0)) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
