using Booking.EventStore;
using Booking.Service.Accounts;

try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddShell();
    builder.AddAccounts();

    var app = builder.Build();
    app.UseShell();
    AccountsFeature.Map(app);

    await Database.Migrate(app);
    await AccountsFeature.Start(app);
    await app.RunAsync();
    return 0;
}
catch (Exception refusal) when (refusal is StartupRefusedException or MigrationRefusedException)
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return 2;
}
