using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Ops;

/// <summary>Something that somebody did at the command line, or ops did or looked at over HTTP, past the events that say it of streams.</summary>
/// <param name="By">User and machine, as the operating system names them; of what was done over HTTP the account's id.</param>
/// <param name="Change">What was done, as <c>accounts.lock</c>, or looked at, as <c>streams.read</c>.</param>
/// <param name="Subject">The account that it was done to, or the stream that was looked at; null where many things were.</param>
/// <param name="Detail">In words without personal data.</param>
public sealed record OperatorChange(Instant At, string By, string Change, Guid? Subject, string Detail);

/// <summary>Notes who changed what where no event says it, and who looked into streams, in the table <c>operator_changes</c>, which nothing here ever deletes from.</summary>
sealed class OperatorChanges(NpgsqlDataSource dataSource, IClock clock)
{
    const string InsertText = "insert into operator_changes (at, by, change, subject, detail) values ($1, $2, $3, $4, $5)";

    // Of the newest of the kind: no clinic notes as many in a minute, and however old the table is no more are read.
    const string InsertSeldomText = """
        insert into operator_changes (at, by, change, subject, detail) select $1, $2, $3, null, $4
         where not exists (select from (select at, by from operator_changes where change = $3 order by id desc limit 200) latest where by = $2 and at > $1 - interval '1 minute')
        """;

    const string ListText = "select at, by, change, subject, detail from operator_changes order by id desc limit $1";

    /// <summary>The operating system's user and machine. Whoever can set them can also write to the database.</summary>
    public static string Operator { get; } = $"{Environment.UserName}@{Environment.MachineName}";

    /// <summary>As events name whoever works at the command line.</summary>
    public static Actor Actor { get; } = new($"cli:{Operator}", Roles.Ops);

    /// <summary>Before a change that is not one transaction: what was begun is known even if it does not end.</summary>
    public async Task Note(string change, string detail, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await Note(connection, change, subject: null, detail, ct);
    }

    /// <summary>What somebody did or looked at over HTTP, where no event says it.</summary>
    /// <param name="subject">The stream or the account that it was about.</param>
    public async Task Note(string change, Guid? subject, string detail, Caller caller, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await Note(connection, change, subject, detail, caller, ct);
    }

    /// <summary>Once a minute and person, for what a page does at every key that is pressed.</summary>
    public async Task NoteSeldom(string change, string detail, Caller caller, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(InsertSeldomText)
            .With(Pg.At(clock.GetCurrentInstant()), Pg.Text(caller.AccountId.ToString()!), Pg.Text(change), Pg.Text(detail));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The same for whoever has a connection: waiting for a second one could wait for itself.</summary>
    public Task Note(NpgsqlConnection connection, string change, Guid? subject, string detail, Caller caller, CancellationToken ct) =>
        Note(connection, caller.AccountId.ToString()!, change, subject, detail, ct);

    /// <summary>In the transaction that the connection is in.</summary>
    public Task Note(NpgsqlConnection connection, string change, Guid? subject, string detail, CancellationToken ct) =>
        Note(connection, Operator, change, subject, detail, ct);

    async Task Note(NpgsqlConnection connection, string by, string change, Guid? subject, string detail, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(InsertText, connection)
            .With(Pg.At(clock.GetCurrentInstant()), Pg.Text(by), Pg.Text(change), Pg.UuidOrNull(subject), Pg.Text(detail));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The latest, the newest first.</summary>
    public async Task<List<OperatorChange>> Latest(int limit, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(ListText).With(Pg.Int(limit));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<OperatorChange> notes = [];
        while (await row.ReadAsync(ct))
        {
            notes.Add(new(row.GetInstant(0), row.GetString(1), row.GetString(2), row.GetGuidOrNull(3), row.GetString(4)));
        }

        return notes;
    }
}
