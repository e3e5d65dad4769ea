using System.Diagnostics;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Patients;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Accounts;

/// <summary>
/// Makes the account of a patient. The patient comes first and is found again by the address, so whoever registers anew after a crash
/// in between gets the account that belongs to that patient.
/// </summary>
sealed class PatientAccounts(UserManager<Account> accounts, AccountsContext database, PatientDirectory patients, IClock clock)
{
    static readonly Actor Anonymous = new("anonymous", "anonymous");

    /// <summary>The account as it will be made, with the id of its patient: the one whom the desk wrote down under this address, or a new one.</summary>
    /// <remarks>
    /// Taking over whom the desk wrote down is safe because, outside Development, nobody signs in before they have opened the link that
    /// was mailed to the address.
    /// </remarks>
    public async Task<Account> New(RegisterRequest request, string correlationId, bool confirmed, CancellationToken ct)
    {
        var context = new CommandContext(clock.GetCurrentInstant(), correlationId, Activity.Current?.SpanId.ToHexString(), Anonymous);
        var patient = await patients.Enrol(Contact.Of(request), context, ct);
        return new()
        {
            Id = patient.Value, UserName = request.Email, Email = request.Email, EmailConfirmed = confirmed,
            Language = request.Language, TimeZone = request.TimeZone,
        };
    }

    /// <returns>False when the address or its patient has an account, perhaps since a moment ago.</returns>
    public async Task<bool> Create(Account account, string password, CancellationToken ct)
    {
        try
        {
            // Identity takes an account of the same id for this very one. The database says that it is another's, if nobody remembers it here.
            database.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
            // An account without its role would be neither a patient's nor free to be registered again.
            await using var transaction = await database.Database.BeginTransactionAsync(ct);
            var made = await accounts.CreateAsync(account, password);
            if (made.Succeeded)
                made = await accounts.AddToRoleAsync(account, Roles.Patient);
            if (made.Succeeded)
                await transaction.CommitAsync(ct);
            return made.Succeeded || (made.Errors.Any(error => error.Code.StartsWith("Duplicate", StringComparison.Ordinal))
                ? false : throw new InvalidOperationException($"Identity refused a checked account: {string.Join(", ", made.Errors.Select(error => error.Code))}"));
        }
        catch (DbUpdateException race) when (race.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return false;
        }
    }
}
