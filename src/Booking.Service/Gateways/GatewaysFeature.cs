using Booking.EventStore;
using Booking.Service.Doctors;

namespace Booking.Service.Gateways;

/// <summary>Doctors' accounts with payment providers: what is stored, what is served.</summary>
public static class GatewaysFeature
{
    const string AllowTest = "Payments:AllowTestMode";

    public static void Add(IHostApplicationBuilder builder)
    {
        var allowTest = builder.Configuration.GetValue(AllowTest, defaultValue: false);
        builder.Services.AddSingleton<GatewayAccounts>();
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<PutGateway>(services, allowTest));
    }

    public static void Model(StoreModel model)
    {
        model.Events.Add("gateway_configured", EventJson.Default.GatewayConfigured);
        model.Project(Doctor.Category, "gateways", ["gateway_accounts"], GatewayTables.Project, byStream: true);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        PutGateway.Map(app);
        ListGateways.Map(app);
    }
}
