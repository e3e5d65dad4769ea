using System.Globalization;
using Booking.Contracts;
using Booking.Service.Notifications;
using Booking.Service.Payments;
using NodaTime;

namespace Booking.Service.Wording;

/// <summary>Times and money in one language, as its readers write them; in Western digits, as everywhere else in the service.</summary>
/// <param name="Zone">The reader's.</param>
public sealed record Words(Texts Texts, DateTimeZone Zone)
{
    public static Words For(string language, DateTimeZone zone) => new(Texts.OfNotices(language), zone);

    /// <summary>Monday 23 November 2026, 3:30 PM (Asia/Dubai, UTC+4).</summary>
    public Phrase When(Instant at) => When("when", at, Zone, Label(at, Zone));

    /// <summary>The same in the zone of the clinic.</summary>
    public Phrase WhenAt(Instant at, DateTimeZone zone) => When("when", at, zone, Label(at, zone));

    /// <summary>December 2026.</summary>
    public Phrase Month(LocalDate date) => Texts.Say("calendar.month", ("month", Phrase.Of(Texts.Month(date))), ("year", Phrase.Of(date.Year)));

    /// <summary>Asia/Dubai, UTC+4.</summary>
    public Phrase ZoneAt(Instant at) => Phrase.Apart(Label(at, Zone));

    /// <summary>The clinic's wall time, where it is another than the reader's.</summary>
    internal Line[] AtTheClinic(Instant at, DateTimeZone clinic) =>
        clinic.GetUtcOffset(at) == Zone.GetUtcOffset(at) ? [] : [new(Texts.Say("clinic", ("when", WhenAt(at, clinic))))];

    /// <summary>Without the year, and the zone's name only if it is wanted: for an SMS.</summary>
    public Phrase Short(Instant at, bool named) => When("when.short", at, Zone, named ? Label(at, Zone) : Utc(at, Zone));

    public Phrase Amount(Money money) =>
        Phrase.Apart(Texts.Language == "ar" ? $"{MoneyText.Major(money)} {money.Currency}" : $"{money.Currency} {MoneyText.Major(money)}");

    /// <summary>How long it is until something: 24 hours, 1 hour, 30 minutes, 3 days.</summary>
    public Phrase In(Duration left)
    {
        var minutes = (int)Math.Round(left.TotalMinutes);
        const int hour = 60, twoDays = 48 * hour;
        return minutes >= twoDays ? Texts.Count("in.days", (int)Math.Round(left.TotalDays))
            : minutes >= 2 * hour || minutes == hour ? Texts.Count("in.hours", (int)Math.Round(left.TotalHours))
            : Texts.Count("in.minutes", minutes);
    }

    Phrase When(string key, Instant at, DateTimeZone zone, string label)
    {
        var local = at.InZone(zone).LocalDateTime;
        return Texts.Say(
            key, ("weekday", Phrase.Of(Texts.Weekday(local.DayOfWeek))), ("day", Phrase.Of(local.Day)), ("month", Phrase.Of(Texts.Month(local.Date))), ("year", Phrase.Of(local.Year)),
            ("time", Texts.Time(local.TimeOfDay)), ("zone", Phrase.Apart(label)));
    }

    static string Label(Instant at, DateTimeZone zone) => zone.Id is "UTC" or "Etc/UTC" ? "UTC" : $"{zone.Id}, {Utc(at, zone)}";

    static string Utc(Instant at, DateTimeZone zone)
    {
        var (hours, minutes) = int.DivRem(zone.GetUtcOffset(at).Seconds / NodaConstants.SecondsPerMinute, NodaConstants.MinutesPerHour);
        var sign = hours < 0 || minutes < 0 ? "-" : "+";
        return (hours, minutes) switch
        {
            (0, 0) => "UTC",
            (_, 0) => $"UTC{sign}{Math.Abs(hours)}",
            _ => string.Create(CultureInfo.InvariantCulture, $"UTC{sign}{Math.Abs(hours)}:{Math.Abs(minutes):00}"),
        };
    }
}
