using System.Globalization;

namespace Booking.Drills.Load;

/// <summary>Asks one address on loopback at a steady rate, as loadtest and autocannon do: to hold this generator against them.</summary>
static class ReadDrill
{
    const int Connections = 500;
    const double PerSecond = 200, Minutes = 0.5;

    public static async Task<bool> Run(LoadOptions options)
    {
        using var handler = LoadGround.Handler(Connections);
        using var http = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(30) };
        var (log, rate) = (new LoadLog(), options.Rate ?? PerSecond);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.At} at {rate:0.#} a second"));
        await Pace.Send(log, new Random(options.Seed), rate, TimeSpan.FromMinutes(options.Minutes ?? Minutes), due => Ask(http, options.At!, log, due));
        log.Print();
        foreach (var error in log.Examples)
            Console.WriteLine($"* {error}");
        return log.Errors == 0;
    }

    static async Task Ask(HttpClient http, Uri at, LoadLog log, TimeSpan due)
    {
        try
        {
            using var answer = await http.GetAsync(at);
            log.Add("read", due);
            if (!answer.IsSuccessStatusCode)
                log.Wrong($"read: {(int)answer.StatusCode}");
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or TaskCanceledException)
        {
            log.Add("read", due, "lost");
            log.Wrong($"read: {lost.Message}");
        }
    }
}
