using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Doctors;

namespace Booking.Service.Gateways;

/// <summary>A doctor's accounts, for those who may change them: what is configured, and nothing secret.</summary>
public static class ListGateways
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/doctors/{id}/gateways", Get).RequireAuthorization(Policies.OpsOrDoctor).Answers<ItemList<GatewayItem>>(200, 403, 404);

    static async Task<IResult> Get(Guid id, Caller caller, StreamStore store, CancellationToken ct)
    {
        if (!caller.ManagesMoneyOf(new(id)))
            return Refusals.Forbidden.Problem(caller.Http);
        return await store.StateAsOf(Doctor.Category, new(id), ct: ct) is { } doctor
            ? ETags.Ok(caller.Http, new ItemList<GatewayItem>(Items(new(id), doctor.State)), doctor.Version)
            : Refusals.NotFound.Problem(caller.Http);
    }

    /// <summary>By provider, the one that takes new payments first; <c>manual</c> is always there.</summary>
    static IReadOnlyList<GatewayItem> Items(DoctorId id, DoctorState doctor)
    {
        var configured = (doctor.Gateways ?? []).Select(Item).Where(item => item.Provider != PaymentProvider.Manual);
        var manual = new GatewayItem(
            PaymentProvider.Manual, GatewayAccountIds.Manual(id).Value, WebhookPath: null, Active: true, GatewayMode.Live, Currency: null);
        return [.. configured.Append(manual).OrderBy(item => item.Provider).ThenByDescending(item => item.Active)];
    }

    static GatewayItem Item(GatewayConfigured account) => new(
        account.Provider, account.Account.Value, account.Account.WebhookPath(account.Provider), account.Active,
        account.Live ? GatewayMode.Live : GatewayMode.Test, account.Currency);
}
