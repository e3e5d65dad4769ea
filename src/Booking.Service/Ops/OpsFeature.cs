namespace Booking.Service.Ops;

/// <summary>What keeps the service explainable: every queue, every event, every invariant.</summary>
public static class OpsFeature
{
    public static void Add(IServiceCollection services) => services.AddSingleton<Verify>().AddSingleton<OperatorChanges>()
        .AddSingleton<RebuildsInBackground>().AddHostedService(provider => provider.GetRequiredService<RebuildsInBackground>())
        .AddSingleton<SentMessages>().AddSingleton<Housekeeping>().AddHostedService(provider => provider.GetRequiredService<Housekeeping>());

    public static void Map(WebApplication app)
    {
        Verify.Map(app);
        GetProjections.Map(app);
        RebuildProjection.Map(app);
        GetOverview.Map(app);
        GetNodes.Map(app);
        GetAudit.Map(app);
        TakeAnchor.Map(app);
        GetBackup.Map(app);
        GetConfiguration.Map(app);
        GetActivity.Map(app);
        GetOutbox.Map(app);
        GetOutboxTypes.Map(app);
        ManageDeadLetters.Map(app);
        ManageDeadLetterGroups.Map(app);
        GetEvents.Map(app);
        if (app.Environment.IsDevelopment())
        {
            DevClock.Map(app);
        }
    }
}
