using System.Net.Http.Headers;
using System.Text;

namespace Payments.Adapters.Wire;

/// <summary>One request to a provider, as often as it is sent.</summary>
/// <param name="Operation">For logs.</param>
/// <param name="Again">Whether it may be sent again when its fate is unknown: reads, and what the provider replays or refuses twice.</param>
/// <param name="Reads">Whether it changes nothing, so that a lost answer is no question.</param>
/// <param name="Headers">Adds what authorizes it and names it; it is not kept anywhere else.</param>
sealed record WireCall(string Operation, HttpMethod Method, Uri Address, bool Again, bool Reads, Action<HttpRequestHeaders> Headers)
{
    /// <summary>The body and its media type; null for none.</summary>
    public (string Text, string MediaType)? Body { get; init; }

    public HttpRequestMessage Message()
    {
        var message = new HttpRequestMessage(Method, Address);
        Headers(message.Headers);
        if (Body is { } body) message.Content = new StringContent(body.Text, Encoding.UTF8, new MediaTypeHeaderValue(body.MediaType));
        return message;
    }

    /// <summary>Names the operation alone: headers hold keys.</summary>
    public override string ToString() => Operation;
}
