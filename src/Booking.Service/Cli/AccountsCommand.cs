using System.CommandLine;
using Booking.EventStore;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Booking.Service.Cli;

/// <summary>Accounts: who has one, and what operators change about them.</summary>
static class AccountsCommand
{
    const string ListText = """
        select a.id, coalesce(a.email, ''), coalesce((select array_agg(r.name order by r.name) from identity.account_roles ar join identity.roles r on r.id = ar.role_id
                 where ar.account_id = a.id), '{}') as roles, a.doctor_id, a.two_factor_enabled, a.lockout_end = 'infinity' or a.lockout_end >= '9999-01-01',
               case when a.lockout_end < '9999-01-01' then a.lockout_end end, a.email_confirmed
          from identity.accounts a
         where case when $1::text is null
               then not exists (select from identity.account_roles ar join identity.roles r on r.id = ar.role_id where ar.account_id = a.id and r.name = 'patient')
               else exists (select from identity.account_roles ar join identity.roles r on r.id = ar.role_id where ar.account_id = a.id and r.name = $1) end
           and ($2::text is null or a.normalized_email = upper($2))
         order by a.email, a.id limit $3
        """;

    /// <param name="Locked">By an operator, until unlocked.</param>
    /// <param name="LockedUntil">After wrong passwords; null: not.</param>
    sealed record Listed(
        Guid Id, string Email, IReadOnlyList<string> Roles, Guid? DoctorId, bool SecondFactor, bool Locked, Instant? LockedUntil, bool EmailConfirmed);

    public static Command Create() => new("accounts", "Who may sign in: list, add, roles, reset, lock, unlock, second-factor.")
    {
        ListCommand(), AddAccountCommand.Create(), AccountRolesCommand.Create(), ResetAccountCommand.Create(),
        AccountSwitches.Lock(), AccountSwitches.Unlock(), AccountSwitches.SecondFactor(),
    };

    public static Argument<string> Email() => new("email") { Description = "The address that they sign in with." };

    static Explained ListCommand()
    {
        var role = new Option<string?>("--role") { Description = "Only accounts of this role; without it, everybody but patients." };
        role.AcceptOnlyFromAmong(Roles.Patient, Roles.Doctor, Roles.FrontDesk, Roles.Ops);
        var email = new Option<string?>("--email") { Description = "Only the account of this address." };
        var limit = Options.Limit(100);
        var list = new Explained("list", "Lists accounts by their address.", """
            Changes nothing; the service may run.

            Examples:
              booking accounts list
              booking accounts list --role patient --email ann@example.com
            """) { role, email, limit };
        list.SetAction((parsed, ct) => List(new(parsed), parsed.GetValue(role), parsed.GetValue(email), parsed.GetValue(limit), ct));
        return list;
    }

    static async Task<int> List(Terminal terminal, string? role, string? email, int limit, CancellationToken ct)
    {
        await using var host = await CommandHost.Open(ct);
        var listed = await Read(host.Services.GetRequiredService<NpgsqlDataSource>(), role, email, limit, ct);
        listed.ForEach(terminal.Answer);
        terminal.Table(
            ["email", "roles", "second factor", "locked", "doctor", "id"],
            [.. listed.Select(a => new[] { a.Email, string.Join(' ', a.Roles), a.SecondFactor ? "yes" : "no", Words(a), a.DoctorId?.ToString() ?? "", a.Id.ToString() })]);
        if (listed.Count == limit)
        {
            terminal.Say($"There may be more: --limit, up to {Options.MostListed}.");
        }

        return CommandLine.Done;
    }

    static string Words(Listed account) =>
        account.Locked ? "yes" : account.LockedUntil is { } until ? $"until {InstantPattern.General.Format(until)}" : account.EmailConfirmed ? "no" : "no (unconfirmed)";

    static async Task<List<Listed>> Read(NpgsqlDataSource dataSource, string? role, string? email, int limit, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(ListText).With(Pg.TextOrNull(role), Pg.TextOrNull(email), Pg.Int(limit));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<Listed> listed = [];
        while (await row.ReadAsync(ct))
        {
            listed.Add(new(
                row.GetGuid(0), row.GetString(1), row.GetFieldValue<string[]>(2), row.GetGuidOrNull(3), row.GetBoolean(4),
                !row.IsDBNull(5) && row.GetBoolean(5), row.GetInstantOrNull(6), row.GetBoolean(7)));
        }

        return listed;
    }
}
