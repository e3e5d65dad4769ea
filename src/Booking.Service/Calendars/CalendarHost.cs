using Booking.EventStore;
using Booking.Service.Payments;
using Npgsql;

namespace Booking.Service.Calendars;

/// <summary>
/// The host that stands in the UID of every visit: that of the public address when the first calendar was asked for. It never changes afterwards,
/// because a UID that changed would be another event to a calendar.
/// </summary>
public sealed class CalendarHost(NpgsqlDataSource dataSource, CheckoutPages addresses)
{
    const string Keep = "insert into calendar_host (host) values ($1) on conflict do nothing";
    const string Read = "select host from calendar_host";

    string? _host;

    public async ValueTask<string> Get(CancellationToken ct)
    {
        if (_host is null)
        {
            // Two statements: the second sees what another node has kept meanwhile.
            await using var batch = dataSource.CreateBatch();
            batch.Add(Keep, Pg.Text(addresses.PublicAddress().IdnHost));
            await batch.ExecuteNonQueryAsync(ct);
            await using var command = dataSource.CreateCommand(Read);
            _host = (string)(await command.ExecuteScalarAsync(ct))!;
        }

        return _host;
    }
}
