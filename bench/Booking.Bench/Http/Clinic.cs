using Booking.Contracts;
using NodaTime;

namespace Booking.Bench.Http;

/// <summary>Doctors with long days, so that there are slots enough for a load of holds.</summary>
sealed class Clinic
{
    const int FirstDay = 2;
    const string Password = "Demo-2026!pass";

    readonly Guid[] _doctors;
    readonly Instant _from;
    readonly int _slotMinutes;
    readonly int _days;
    readonly string _token;
    int _next;

    Clinic(Guid[] doctors, Instant from, int slotMinutes, int days, string token) =>
        (_doctors, _from, _slotMinutes, _days, _token) = (doctors, from, slotMinutes, days, token);

    public IReadOnlyList<Guid> Doctors => _doctors;
    /// <summary>Of the ops, who may do what the desk may and have no cap on holds.</summary>
    public string Token => _token;
    public int Slots => _doctors.Length * _days * 24 * 60 / _slotMinutes;

    /// <summary>Registers, verifies and opens doctors through the API, as the desk would.</summary>
    public static async Task<Clinic> Open(Uri service, int doctors, int slotMinutes, int days, Instant now)
    {
        using var http = new HttpClient { BaseAddress = service };
        var client = new BookingClient(http);
        var token = (await client.SignIn("ops@demo.test", Password)).Value.AccessToken;
        var ids = new Guid[doctors];
        for (var at = 0; at < doctors; at++)
        {
            ids[at] = await Register(client, at, slotMinutes, days);
        }

        return new(ids, now.InUtc().Date.PlusDays(FirstDay).AtMidnight().InUtc().ToInstant(), slotMinutes, days, token);
    }

    /// <summary>The start of a doctor's slot, counted from 0.</summary>
    public Instant Start(int slot) => _from + Duration.FromMinutes((long)slot * _slotMinutes);

    /// <summary>A hold on a slot that no other request of this run asks for; the doctors take turns.</summary>
    public byte[] NextHold()
    {
        var slot = Interlocked.Increment(ref _next) - 1;
        if (slot >= Slots)
        {
            throw new InvalidOperationException("All slots are held; measure for less time.");
        }

        var start = Start(slot / _doctors.Length);
        return Line.Post("/api/holds", _token, $$"""{"doctorId":"{{_doctors[slot % _doctors.Length]}}","start":"{{start}}","type":"standard"}""");
    }

    static async Task<Guid> Register(BookingClient client, int number, int slotMinutes, int days)
    {
        var registered = await client.RegisterDoctor(new(
            $"Dr. Bench {number}", $"{Guid.NewGuid():n}@bench.test", "+97145550100", ["General Practice"], ["English"], "Sees everybody.", ["MD"], "UTC",
            new(new(20_000, "USD"), new(15_000, "USD"))));
        var id = registered.Value.Id;
        List<WeeklyWindow> week = [.. Enum.GetValues<WeekDay>().Select(day => new WeeklyWindow(day, new(0, 0), new(0, 0), slotMinutes, [AppointmentType.Standard]))];
        _ = (await client.SetSchedule(id, new(week, new(MinimumNoticeMinutes: 0, HorizonDays: days + FirstDay + 1, HoldMinutes: 60)))).Value;
        _ = (await client.VerifyDoctor(id)).Value;
        return id;
    }
}
