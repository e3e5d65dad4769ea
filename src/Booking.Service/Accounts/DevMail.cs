using Booking.Contracts;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Booking.Service.Accounts;

/// <summary>What was sent in Development, the newest first. The path does not exist in any other environment.</summary>
static class DevMail
{
    const int Limit = 1000;

    const string Newest = """
        select to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), channel, recipient, subject, text, language
        from identity.dev_mail order by id desc limit $1
        """;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/dev/mail", Get).AllowAnonymous().WithTags("Development").Answers<ItemList<MailItem>>(StatusCodes.Status200OK);

    static async Task<ItemList<MailItem>> Get(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Newest);
        command.Parameters.Add(new() { Value = Limit });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var items = new List<MailItem>();
        while (await reader.ReadAsync(ct))
            items.Add(new(Parse(reader.GetString(0)), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5)));
        return new(items);
    }

    static Instant Parse(string text) => InstantPattern.ExtendedIso.Parse(text).Value;
}
