using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Doctors;
using Npgsql;

namespace Booking.Service.Gateways;

/// <summary>Keeps the row by which an account is found, by its id or as the one that takes new payments.</summary>
static class GatewayTables
{
    const string Stop = "update gateway_accounts set active = false where id = $1";

    const string Keep = """
        insert into gateway_accounts (id, doctor_id, provider, live, currency, region, profile_id, active) values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (id) do update set currency = excluded.currency, active = excluded.active
        """;

    public static void Project(DoctorEvent @event, EventMetadata metadata, DoctorState before, DoctorState after, NpgsqlBatch sql)
    {
        if (@event is not GatewayConfigured account)
            return;
        var provider = Wire.Name(account.Provider);
        if (account.Active)
            foreach (var other in before.Gateways ?? [])
                if (other.Active && other.Provider == account.Provider && other.Account != account.Account)
                    sql.Add(Stop, Pg.Uuid(other.Account.Value));
        sql.Add(
            Keep, Pg.Uuid(account.Account.Value), Pg.Uuid(metadata.Stream), Pg.Text(provider), Pg.Bool(account.Live), Pg.TextOrNull(account.Currency),
            Pg.TextOrNull(account.Region), Pg.LongOrNull(account.ProfileId), Pg.Bool(account.Active));
    }
}
