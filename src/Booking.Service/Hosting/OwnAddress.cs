using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Booking.Service.Hosting;

/// <summary>Where patients' browsers and providers' notifications reach this service; also what links in mails begin with.</summary>
static class OwnAddress
{
    /// <summary><c>Booking:PublicAddress</c>, or where this process listens.</summary>
    public static Uri Of(IConfiguration configuration, IServer server)
    {
        if (configuration["Booking:PublicAddress"] is { Length: > 0 } configured)
        {
            return new(configured);
        }

        var listening = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        return new(listening?.Replace("[::]", "127.0.0.1", StringComparison.Ordinal).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal) ?? "http://127.0.0.1");
    }
}
