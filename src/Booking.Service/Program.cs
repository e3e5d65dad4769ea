using Booking.EventStore;
using Booking.Service;
using Booking.Service.Accounts;
using Booking.Service.Appointments;
using Booking.Service.Availability;
using Booking.Service.Calendars;
using Booking.Service.Cli;
using Booking.Service.Coupons;
using Booking.Service.Demo;
using Booking.Service.Doctors;
using Booking.Service.Erasures;
using Booking.Service.Gateways;
using Booking.Service.Intakes;
using Booking.Service.Metrics;
using Booking.Service.Notifications;
using Booking.Service.Ops;
using Booking.Service.Patients;
using Booking.Service.Payments;
using Booking.Service.Recovery;
using Booking.Service.Replicas;
using Booking.Service.Reviews;
using Booking.Service.Schedules;
using Booking.Service.SlotLocks;
using Booking.Service.Timelines;
using Booking.Service.TimeZones;
using Booking.Service.Videos;
using Booking.Service.Waitlist;
using Booking.Service.Web;
using Booking.Service.Webhooks;
using Npgsql;

try
{
    if (CommandLine.IsCommand(args))
        return await CommandLine.Run(args);

    // Settings lie beside the program, wherever it is started from.
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    builder.AddShell();
    TimeZoneRules.Add(builder);
    builder.AddBookingEventStore();
    ReplicasFeature.Add(builder);
    builder.AddAccounts();
    PatientsFeature.Add(builder.Services);
    ErasuresFeature.Add(builder.Services);
    RecoveryFeature.Add(builder.Services);
    GatewaysFeature.Add(builder);
    DoctorsFeature.Add(builder.Services);
    AvailabilityFeature.Add(builder);
    SlotLocksFeature.Add(builder);
    AppointmentsFeature.Add(builder.Services);
    PaymentsFeature.Add(builder);
    CalendarsFeature.Add(builder.Services);
    WebhooksFeature.Add(builder);
    TimeZonesFeature.Add(builder.Services);
    WaitlistFeature.Add(builder);
    NotificationsFeature.Add(builder);
    OpsFeature.Add(builder.Services);
    MetricsFeature.Add(builder);
    DemoPayments.Add(builder);
    WebFeature.Add(builder.Services);

    var app = builder.Build();
    WebFeature.Use(app);
    app.UseShell();
    ReplicasFeature.Use(app);
    ErasuresFeature.Use(app);
    AccountsFeature.Map(app);
    PatientsFeature.Map(app);
    ErasuresFeature.Map(app);
    DoctorsFeature.Map(app);
    GatewaysFeature.Map(app);
    SchedulesFeature.Map(app);
    AvailabilityFeature.Map(app);
    SlotLocksFeature.Map(app);
    CouponsFeature.Map(app);
    IntakesFeature.Map(app);
    AppointmentsFeature.Map(app);
    PaymentsFeature.Map(app);
    TimeZonesFeature.Map(app);
    ReviewsFeature.Map(app);
    VideosFeature.Map(app);
    CalendarsFeature.Map(app);
    WebhooksFeature.Map(app);
    WaitlistFeature.Map(app);
    NotificationsFeature.Map(app);
    OpsFeature.Map(app);
    TimelinesFeature.Map(app);
    MetricsFeature.Map(app);
    WebFeature.Map(app);

    await app.Services.GetRequiredService<Schema>().Ensure(app.Lifetime.ApplicationStopping);
    await app.Services.GetRequiredService<DatabaseClock>().Synchronize(app.Lifetime.ApplicationStopping);
    await DirectoryFill.Run(app.Services.GetRequiredService<NpgsqlDataSource>(), app.Lifetime.ApplicationStopping);
    await AccountsFeature.Start(app);
    if (app.Environment.IsDevelopment())
        await DemoClinic.Seed(app.Services, app.Lifetime.ApplicationStopping);
    await app.RunAsync();
    return 0;
}
catch (StartupRefusedException refusal)
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return 2;
}
