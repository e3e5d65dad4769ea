using System.Net;
using System.Net.Sockets;

namespace Payments.Adapters.Tests.Wire;

/// <summary>Takes connections and says nothing on them.</summary>
sealed class SilentServer : IDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public SilentServer() => listener.Start();

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    public void Dispose() => listener.Dispose();
}
