using Booking.EventStore;
using Booking.Service.Accounts;
using Booking.Service.Erasures;
using Booking.Service.Gateways;
using Booking.Service.Ops;
using Booking.Service.Patients;
using Booking.Service.Payments;
using Booking.Service.TimeZones;

namespace Booking.Service.Cli;

/// <summary>The services that commands work with. The host is built and never started: it listens on nothing and delivers nothing.</summary>
static class CommandHost
{
    /// <exception cref="StartupRefusedException">A needed setting is missing or malformed.</exception>
    public static WebApplication Build(bool accounts = false, bool masterKeys = false, bool patients = false, bool payments = false)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        Database.Add(builder);
        TimeZoneRules.Add(builder);
        builder.AddBookingEventStore();
        builder.Services.AddSingleton<OperatorChanges>();
        if (accounts || masterKeys)
        {
            builder.Services.AddSingleton(MasterKeys.From(builder.Configuration, builder.Environment));
        }

        if (accounts)
        {
            builder.AddAccounts();
        }

        if (patients)
        {
            PatientsFeature.Add(builder.Services);
            ErasuresFeature.AddServices(builder.Services);
        }

        if (payments)
        {
            GatewaysFeature.Add(builder);
            PaymentsFeature.Add(builder);
        }

        return builder.Build();
    }

    /// <summary>The same on a database whose schema is as this program knows it, with its time.</summary>
    /// <exception cref="StartupRefusedException">As in <see cref="Build"/>; or the database is not as it must be.</exception>
    public static async Task<WebApplication> Open(CancellationToken ct, bool accounts = false, bool masterKeys = false)
    {
        var host = Build(accounts, masterKeys);
        try
        {
            await host.Services.GetRequiredService<Schema>().Demand(ct);
            await host.Services.GetRequiredService<DatabaseClock>().Synchronize(ct);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }
}
