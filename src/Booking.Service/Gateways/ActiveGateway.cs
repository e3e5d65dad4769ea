using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Gateways;

/// <summary>The account that takes a doctor's new payments through one provider.</summary>
/// <param name="Currency">ISO 4217; null for <c>manual</c>, which takes any.</param>
/// <param name="Live">Whether real money moves.</param>
public sealed record ActiveGateway(GatewayAccountId Account, string? Currency, bool Live);

/// <summary>Finds it, by itself or in the one round trip of a command.</summary>
public static class ActiveGateways
{
    const string Find = "select id, currency, live from gateway_accounts where doctor_id = $1 and provider = $2 and active";

    /// <summary>Null when the doctor does not take payments through the provider. A change that comes between is not noticed: the account
    /// that was found stays good for the payment that is made with it.</summary>
    public static Loaded<ActiveGateway?> LoadActiveGateway(this Unit unit, DoctorId doctor, PaymentProvider provider) => unit.Load(
        batch => batch.Add(Find, Pg.Uuid(doctor.Value), Pg.Text(Wire.Name(provider))), (row, ct) => Read(row, doctor, provider, ct));

    /// <returns>Null when the doctor does not take payments through the provider.</returns>
    public static async Task<ActiveGateway?> FindActiveGateway(
        this NpgsqlDataSource dataSource, DoctorId doctor, PaymentProvider provider, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Find).With(Pg.Uuid(doctor.Value), Pg.Text(Wire.Name(provider)));
        await using var row = await command.ExecuteReaderAsync(ct);
        return await Read(row, doctor, provider, ct);
    }

    static async ValueTask<ActiveGateway?> Read(NpgsqlDataReader row, DoctorId doctor, PaymentProvider provider, CancellationToken ct)
    {
        if (await row.ReadAsync(ct))
            return new(new(row.GetGuid(0)), row.GetStringOrNull(1), row.GetBoolean(2));
        return provider == PaymentProvider.Manual ? new(GatewayAccountIds.Manual(doctor), Currency: null, Live: true) : null;
    }
}
