using System.Diagnostics.Metrics;
using System.Text;

namespace Booking.Service.Metrics;

/// <summary>
/// How an instrument is called in Prometheus, by OpenTelemetry's rules: dots become underscores, the unit is written out and stands at the end,
/// a counter ends with <c>_total</c>. So <c>http.server.request.duration</c> in <c>s</c> is <c>http_server_request_duration_seconds</c>.
/// </summary>
static class PrometheusNames
{
    /// <summary>The name of the family: for a counter without its <c>_total</c>.</summary>
    public static string Of(Instrument instrument)
    {
        var name = Plain(instrument.Name);
        var unit = Unit(instrument);
        return unit.Length == 0 || name.EndsWith($"_{unit}", StringComparison.Ordinal) ? name : $"{name}_{unit}";
    }

    /// <summary>The unit in words; empty for none and for what counts things (<c>{hold}</c>).</summary>
    public static string Unit(Instrument instrument) => instrument.Unit switch
    {
        null or "" or "1" => "",
        "s" => "seconds",
        "ms" => "milliseconds",
        "By" => "bytes",
        "%" => "percent",
        ['{', ..] => "",
        var other => Plain(other),
    };

    /// <summary>Letters, digits and underscores, and no digit first.</summary>
    public static string Plain(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            text.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }

        return text.Length == 0 || char.IsAsciiDigit(text[0]) ? $"_{text}" : text.ToString();
    }
}
