using Booking.Service.Accounts;

try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddShell();
    builder.AddAccounts();

    var app = builder.Build();
    app.UseShell();
    AccountsFeature.Map(app);

    await AccountsFeature.Start(app);
    await app.RunAsync();
    return 0;
}
catch (StartupRefusedException refusal)
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return 2;
}
