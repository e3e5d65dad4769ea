using System.Text;
using Booking.Service.Appointments;
using Booking.Service.Notifications;
using Booking.Service.TimeZones;
using Booking.Service.Wording;
using Booking.Testing;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Notifications;

/// <summary>
/// Every letter and SMS in every language, as people read it. To make the files anew after a text was changed on purpose, run these tests with
/// <c>WRITE_NOTICE_LETTERS=1</c> and read what came out.
/// </summary>
public sealed class LetterGoldenTests
{
    const string Doctor = "Dr. Sarah Ahmed", Link = "https://book.clinic.example/visits/0197a3f0-1c2b-7000-8000-0123456789ab";
    static readonly Instant Start = Instant.FromUtc(2026, 12, 30, 11, 30), Later = Instant.FromUtc(2027, 1, 1, 5, 0);

    static readonly AppointmentTimeMovedByLaw ByLaw = new(
        new(Guid.Empty), Start, Start + Duration.FromMinutes(30), Start + Duration.FromHours(1), Start + Duration.FromMinutes(90), "2026b", new HoldId(Guid.Empty),
        new Booking.EventStore.StreamId(Guid.Empty), Conflict: null);

    public static TheoryData<string> Languages => ["en", "ar", "ur"];

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_letter_reads_as_it_was_read_by_somebody(string language)
    {
        var (file, written) = (Path.Combine(Repository.Root, "tests", "Booking.Service.Tests", "Notifications", "Letters", $"{language}.txt"), All(language));
        if (Environment.GetEnvironmentVariable("WRITE_NOTICE_LETTERS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, written);
        }

        Assert.Equal(File.ReadAllText(file), written);
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("ur")]
    public void Every_line_but_a_link_begins_from_the_right_and_the_page_says_so(string language)
    {
        foreach (var (name, letter) in Letters(language))
        {
            foreach (var line in letter.Plain().Split('\n').Where(line => line.Length > 0 && !line.StartsWith("https://", StringComparison.Ordinal)))
                Assert.True(Phrase.IsRightToLeft(line.First(char.IsLetter)), $"{name}: {line}");
            Assert.Contains($"<html lang=\"{language}\" dir=\"rtl\">", letter.Html());
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void No_letter_says_more_of_health_than_with_whom(string language)
    {
        foreach (var (name, letter) in Letters(language))
            Assert.False(letter.Plain().Contains("Cardiology", StringComparison.OrdinalIgnoreCase) || letter.Plain().Contains("standard", StringComparison.OrdinalIgnoreCase), name);
    }

    [Fact]
    public void A_letter_of_a_visit_that_is_over_offers_neither_to_move_nor_to_cancel_it()
    {
        var over = Letters("en").Where(letter => letter.Name.StartsWith("cancelled", StringComparison.Ordinal) || letter.Name == "money returned, late").ToList();

        Assert.True(over.Count > 5);
        Assert.All(over, letter => Assert.DoesNotContain("move or cancel", letter.Letter.Plain(), StringComparison.Ordinal));
    }

    static string All(string language)
    {
        var text = new StringBuilder();
        foreach (var (name, letter) in Letters(language))
            text.Append($"=== {name}\n{letter.Title}\n\n{letter.Plain()}\n\n");
        var words = Words(language, "Asia/Karachi");
        foreach (var key in new[] { "sms.confirmed", "sms.moved", "sms.cancelled", "sms.reminder", "sms.offer" })
        {
            var sms = SmsText.Of(key, words, Doctor, Start, Link);
            text.Append($"=== {key}, {SmsText.Segments(sms)} segments\n{sms}\n\n");
        }

        var (_, page) = Letters(language).First();
        return text.Append($"=== as a page\n{page.Html()}\n").ToString();
    }

    static IEnumerable<(string Name, Letter Letter)> Letters(string language)
    {
        var (pending, confirmed) = (SampleVisit.Pending(Start), SampleVisit.Confirmed(Start));
        PatientLetters Of(VisitStory story) => new(Words(language, "Asia/Karachi"), Doctor, story, Link);
        PatientLetters Told(AppointmentState before, AppointmentEvent told) => Of(SampleVisit.Story(before, told));
        yield return ("booked, with a page", Told(pending, new AppointmentPaymentChanged(Contracts.PaymentStatus.Pending, "https://pay.example/c/1?a=b&c=d")).Booked());
        yield return ("booked", Of(new(pending, pending, pending, Told: null)).Booked());
        yield return ("confirmed", Told(pending, new AppointmentConfirmed(new(20_000, "USD"), "https://meet.example/room?a=1&b=2")).Confirmed());
        foreach (var by in Enum.GetValues<Party>())
            yield return ($"moved by {by}", Told(confirmed, SampleVisit.Moved(by, Later)).Moved(by));
        foreach (var by in Enum.GetValues<Party>())
            yield return ($"cancelled by {by}", Cancelled(SampleVisit.Cancelled(by, refund: 20_000, fee: 0)));
        yield return ("cancelled, half of it back", Cancelled(SampleVisit.Cancelled(Party.Patient, refund: 10_000, fee: 10_000)));
        yield return ("cancelled, nothing back", Cancelled(SampleVisit.Cancelled(Party.Patient, refund: 0, fee: 20_000)));
        yield return ("cancelled unpaid", Cancelled(SampleVisit.Cancelled(Party.System, refund: 0, fee: 0, AppointmentState.PaymentExpired)));
        yield return ("refunded", Of(new(confirmed, confirmed, confirmed, Told: null)).Refunded(new(12_500, "KWD"), atTheDesk: false));
        yield return ("refunded at the desk", Of(new(confirmed, confirmed, confirmed, Told: null)).Refunded(new(9_000, "JPY"), atTheDesk: true));
        var late = SampleVisit.Fold(pending, SampleVisit.Cancelled(Party.System, 0, 0, AppointmentState.PaymentExpired));
        yield return ("money returned, late", Of(new(late, late, late, Told: null)).MoneyReturned([Later, Later + Duration.FromHours(1)]));
        yield return ("money returned, twice", Of(new(confirmed, confirmed, confirmed, Told: null)).MoneyReturned([]));
        yield return ("link changed", Told(confirmed, new AppointmentLinkChanged("https://meet.example/other")).LinkChanged());
        yield return ("clock changed by law", Told(confirmed, ByLaw).ClockChanged());
        yield return ("reminder, a day before", Of(new(confirmed, confirmed, confirmed, Told: null)).Reminder(Start - Duration.FromHours(24), joins: false));
        yield return ("reminder, an hour before", Of(new(confirmed, confirmed, confirmed, Told: null)).Reminder(Start - Duration.FromHours(1), joins: true));
        yield return ("a time of the waitlist", WaitlistNotice.Write(
            Words(language, "Asia/Karachi"), Doctor, DateTimeZoneProviders.Tzdb["Asia/Dubai"], Start, Start - Duration.FromHours(3), Link));
        DoctorLetters ToDoctor(VisitStory story) => new(Words(language, "Europe/Berlin"), story, Link);
        yield return ("doctor: confirmed", ToDoctor(new(pending, confirmed, confirmed, Told: null)).Confirmed());
        yield return ("doctor: clock changed by law", ToDoctor(SampleVisit.Story(confirmed, ByLaw)).ClockChanged());
        yield return ("doctor: moved", ToDoctor(SampleVisit.Story(confirmed, SampleVisit.Moved(Party.Patient, Later))).Moved());
        foreach (var by in Enum.GetValues<Party>())
            yield return ($"doctor: cancelled by {by}", ToDoctor(SampleVisit.Story(confirmed, SampleVisit.Cancelled(by, 20_000, 0))).Cancelled(by));

        Letter Cancelled(AppointmentCancelled cancelled) => Told(confirmed, cancelled).Cancelled(cancelled);
    }

    static Words Words(string language, string zone) => Wording.Words.For(language, DateTimeZoneProviders.Tzdb[zone]);
}
