namespace Booking.Service.Web.Consoles;

/// <summary>The pages of the console, in the order of its menu.</summary>
static class Panels
{
    public static readonly (string Address, string Title)[] All =
    [
        ("/console", "console.overview"), ("/console/nodes", "console.nodes"), ("/console/activity", "console.activity"), ("/console/projections", "console.projections"),
        ("/console/outbox", "console.outbox"), ("/console/dead-letters", "console.dead"), ("/console/webhooks", "console.webhooks"), ("/console/payments", "console.payments"),
        ("/console/holds", "console.holds"), ("/console/reminders", "console.reminders"), ("/console/streams", "console.streams"), ("/console/audit", "console.audit"),
        ("/console/backup", "console.backup"), ("/console/configuration", "console.configuration"), ("/console/reviews", "console.reviews"), ("/console/verify", "console.verify"),
        ("/console/time-zones", "console.zones"),
    ];
}

/// <summary>A column of a table.</summary>
/// <param name="Key">Of the text of its heading.</param>
/// <param name="Number">Numbers stand at the end of their cells.</param>
public sealed record Column(string Key, bool Number = false);

/// <summary>What ops read in tables: short, and the same in logs and here.</summary>
static class Shown
{
    const int Digits = 12;
    const long Minute = 60, Hour = 60 * Minute, Day = 24 * Hour;

    /// <summary>How long something took or is old: 12 s, 5 min, 3 h, 2 d.</summary>
    public static string Age(this Viewer viewer, long seconds) => Math.Abs(seconds) switch
    {
        < 2 * Minute => viewer.T.Say("console.age.s", ("n", Wording.Phrase.Of($"{seconds}"))).Bare(),
        < 2 * Hour => viewer.T.Say("console.age.m", ("n", Wording.Phrase.Of($"{seconds / Minute}"))).Bare(),
        < 2 * Day => viewer.T.Say("console.age.h", ("n", Wording.Phrase.Of($"{seconds / Hour}"))).Bare(),
        _ => viewer.T.Say("console.age.d", ("n", Wording.Phrase.Of($"{seconds / Day}"))).Bare(),
    };

    public static string Age(this Viewer viewer, NodaTime.Instant at) => viewer.Age((long)(viewer.Now - at).TotalSeconds);

    /// <summary>The random end of an id, by which people tell two apart.</summary>
    public static string End(Guid id) => "…" + id.ToString("N")[^Digits..];
}
