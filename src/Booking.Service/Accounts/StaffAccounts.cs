using System.ComponentModel.DataAnnotations;
using Booking.EventStore;
using Booking.Service.Ops;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Booking.Service.Accounts;

/// <param name="Email">Taken as confirmed: whoever makes the account knows whose it is.</param>
/// <param name="Role">One of <see cref="Roles"/>, but not <see cref="Roles.Patient"/>.</param>
/// <param name="Doctor">Set for the role <see cref="Roles.Doctor"/> alone.</param>
public sealed record NewStaff(string Email, string Role, DoctorId? Doctor);

/// <summary>Makes accounts of people who work here. An account is made whole or not at all.</summary>
sealed class StaffAccounts(UserManager<Account> accounts, AccountsContext context, NpgsqlDataSource dataSource, OperatorChanges notes)
{
    /// <returns>Why it was not made, in one line; null when it was.</returns>
    public async Task<string?> Add(NewStaff staff, string password, CancellationToken ct)
    {
        if (!new EmailAddressAttribute().IsValid(staff.Email) || staff.Email.Any(char.IsWhiteSpace))
            return $"{staff.Email} is no e-mail address.";
        if (Passwords.Reason(password, staff.Email) is { } reason)
            return $"Password: {reason}";
        if (await accounts.FindByEmailAsync(staff.Email) is not null)
            return $"{staff.Email} has an account already.";
        if (staff.Doctor is { } doctor && await CannotBe(doctor, dataSource, context, ct) is { } problem)
            return problem;

        var account = new Account { UserName = staff.Email, Email = staff.Email, EmailConfirmed = true, DoctorId = staff.Doctor?.Value };
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        var made = await accounts.CreateAsync(account, password);
        if (made.Succeeded)
            made = await accounts.AddToRoleAsync(account, staff.Role);
        if (!made.Succeeded)
            return string.Join(" ", made.Errors.Select(error => error.Description));
        await notes.Note((NpgsqlConnection)context.Database.GetDbConnection(), "accounts.add", account.Id, staff.Role, ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <returns>Why no account can be this doctor's; null when one can.</returns>
    internal static async Task<string?> CannotBe(DoctorId doctor, NpgsqlDataSource dataSource, AccountsContext context, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("select 1 from doctors where id = $1").With(Pg.Uuid(doctor.Value));
        return await command.ExecuteScalarAsync(ct) is null ? $"There is no doctor {doctor}."
            : await context.Users.AnyAsync(other => other.DoctorId == doctor.Value, ct) ? $"Doctor {doctor} signs in with another account already."
            : null;
    }
}
