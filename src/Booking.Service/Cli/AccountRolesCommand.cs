using System.CommandLine;

namespace Booking.Service.Cli;

/// <summary>Gives the staff roles and takes them away. Patients have theirs from registering.</summary>
static class AccountRolesCommand
{
    const string More = $"""
        {AccountChanges.EndsSessions}

        Examples:
          booking accounts roles add ann@clinic.example ops
          booking accounts roles add sarah@clinic.example doctor --doctor 0193c9a2-...
          booking accounts roles remove ann@clinic.example frontdesk
        """;

    public static Command Create() => new("roles", "What the staff may do.") { Add(), Remove() };

    static Explained Add()
    {
        var (email, role) = (AccountsCommand.Email(), Role());
        var doctor = AddAccountCommand.Doctor();
        var add = new Explained("add", "Gives an account a role beside those that it has.", More) { email, role, doctor };
        add.Validators.Add(parsed => AddAccountCommand.RequireDoctor(parsed, parsed.GetResult(role)?.Tokens, doctor));
        add.SetAction((parsed, ct) =>
        {
            var (named, id) = (parsed.GetRequiredValue(role), parsed.GetValue(doctor) is { } given ? new DoctorId(given) : (DoctorId?)null);
            return AccountChanges.Run(
                new(parsed), $"has the role {named}", $"had the role {named} before", (manage, ct) => manage.AddRole(parsed.GetRequiredValue(email), named, id, ct), ct);
        });
        return add;
    }

    static Explained Remove()
    {
        var (email, role) = (AccountsCommand.Email(), Role());
        var remove = new Explained("remove", "Takes a role away. An account without any may do nothing.", More) { email, role };
        remove.SetAction((parsed, ct) =>
        {
            var named = parsed.GetRequiredValue(role);
            return AccountChanges.Run(
                new(parsed), $"no longer has the role {named}", $"did not have the role {named}", (manage, ct) => manage.RemoveRole(parsed.GetRequiredValue(email), named, ct), ct);
        });
        return remove;
    }

    static Argument<string> Role()
    {
        var role = new Argument<string>("role") { Description = "What they may do." };
        role.AcceptOnlyFromAmong(Roles.Doctor, Roles.FrontDesk, Roles.Ops);
        return role;
    }
}
