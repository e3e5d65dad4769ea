using System.Net;
using System.Security.Cryptography;
using System.Text;
using Booking.Contracts;
using NodaTime;

namespace Booking.Drills.Faults;

/// <summary>A machine whose clock is wrong, beside one whose clock is right.</summary>
static class ClockFaults
{
    const string Library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";
    const int Off = 90, ToleranceOfStripe = 300;

    static readonly Duration Near = Duration.FromSeconds(2), Held = Duration.FromMinutes(10);

    public static readonly IReadOnlyList<Fault> All =
    [
        new("clock-off", "a node 90 s ahead: holds, their expiry and the tolerance of signatures are judged by the database's time, none by 2 s early or late", ClockOff),
    ];

    static async Task<string> ClockOff(FaultRun run)
    {
        if (!File.Exists(Library))
            throw new NotRunException($"{Library} is not there (apt-get install faketime)");
        var site = run.Site;
        var skewed = await site.Start(("LD_PRELOAD", Library), ("FAKETIME", $"+{Off}s"), ("FAKETIME_DONT_FAKE_MONOTONIC", "1"));
        var (token, ops) = (site.Ground.Patient(), site.Ground.Ops());
        using var http = new HttpClient { BaseAddress = skewed.Address, DefaultRequestHeaders = { Authorization = token.Http.DefaultRequestHeaders.Authorization } };
        var (patient, first) = (new BookingClient(http), site.Base.Today.PlusDays(2).AtMidnight().InUtc().ToInstant());
        await run.Wait(10);

        var (doctor, before) = (site.Base.Of[0].Id, (await ops.Clock()).Value.Now);
        var holds = new List<HoldAnswer>();
        for (var number = 0; number < 2; number++)
            holds.Add((await patient.Hold(new(doctor, first + Duration.FromHours(number), AppointmentType.Standard))).Value);
        foreach (var hold in holds)
            run.Check(hold.ExpiresAt - Held > before - Near && hold.ExpiresAt - Held < (await ops.Clock()).Value.Now + Near, $"a hold of the skewed node ends at {hold.ExpiresAt}");
        foreach (var (age, expected) in ((int, bool)[])[(0, true), (ToleranceOfStripe - 15, true), (ToleranceOfStripe + 15, false)])
            run.Check(await Takes(run, skewed.Address, age) == expected, $"a signature {age} s old was {(expected ? "refused" : "taken")} by the skewed node");

        // The last three seconds of the holds, for both nodes.
        _ = (await ops.SetClock(holds[0].ExpiresAt - Duration.FromSeconds(4))).Value;
        await run.Wait(1);
        run.Check((await patient.Book(new(holds[0].Id, PaymentProvider.Manual))).Status == HttpStatusCode.Created, "a hold was over for the skewed node before its time");
        _ = (await ops.SetClock(holds[1].ExpiresAt + Duration.FromSeconds(1))).Value;
        await run.Wait(1);
        run.Check((await patient.Book(new(holds[1].Id, PaymentProvider.Manual))).Status == HttpStatusCode.Gone, "a hold still lived for the skewed node after its time");
        run.Load.AlsoAsked(1);
        site.Tally.Over();
        return $"one of two nodes {Off} s ahead for half a minute";
    }

    /// <summary>Whether a node takes a notification of a provider whose signature is so many seconds old.</summary>
    static async Task<bool> Takes(FaultRun run, Uri node, int age)
    {
        var doctor = run.Site.Base.Of[0];
        var (now, body) = ((await run.Site.Ground.Ops().Clock()).Value.Now.ToUnixTimeSeconds() - age, $$"""{"id":"evt_{{Guid.NewGuid():N}}","object":"event","type":"drill","livemode":false,"data":{ } }""");
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes($"whsec_{doctor.Key}"), Encoding.UTF8.GetBytes($"{now}.{body}")));
        using var http = new HttpClient { BaseAddress = node };
        using var request = new HttpRequestMessage(HttpMethod.Post, doctor.WebhookPath) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Stripe-Signature", $"t={now},v1={signature}");
        using var answer = await http.SendAsync(request);
        return answer.IsSuccessStatusCode;
    }
}
