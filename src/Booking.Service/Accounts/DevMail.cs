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

    const string Insert = "insert into identity.dev_mail (at, channel, recipient, subject, text, language) values ($1::timestamptz, $2, $3, $4, $5, $6)";

    /// <summary>Keeps what was sent, or would have been.</summary>
    public static async Task Keep(NpgsqlDataSource database, IClock clock, Mail mail, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Insert);
        string[] values = [InstantPattern.ExtendedIso.Format(clock.GetCurrentInstant()), mail.Channel, mail.To, mail.Subject, mail.Text, mail.Language];
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }

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
