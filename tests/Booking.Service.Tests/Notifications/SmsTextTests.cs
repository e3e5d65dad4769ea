using Booking.Service.Notifications;
using Booking.Service.Wording;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Notifications;

/// <summary>What an SMS costs, and that none costs more than three segments.</summary>
public sealed class SmsTextTests
{
    static readonly Instant Start = Instant.FromUtc(2026, 12, 30, 11, 30);
    const string Link = "https://book.clinic.example/visits/0197a3f0-0000-7000-8000-00000000000a";

    [Theory]
    [InlineData("a", 160, 1)]
    [InlineData("a", 161, 2)]
    [InlineData("a", 306, 2)]
    [InlineData("a", 307, 3)]
    [InlineData("€", 80, 1)]
    [InlineData("€", 81, 2)]
    [InlineData("€", 152, 2)]
    [InlineData("€", 153, 3)]
    [InlineData("م", 70, 1)]
    [InlineData("م", 71, 2)]
    [InlineData("م", 134, 2)]
    [InlineData("م", 135, 3)]
    [InlineData("😀", 35, 1)]
    [InlineData("😀", 36, 2)]
    [InlineData("😀", 66, 2)]
    [InlineData("😀", 67, 3)]
    public void Segments_are_counted_as_networks_cut_them(string letter, int times, int segments) =>
        Assert.Equal(segments, SmsText.Segments(string.Concat(Enumerable.Repeat(letter, times))));

    [Theory]
    [InlineData("en", "Reminder: your appointment with Dr. Sarah Ahmed, Wednesday 30 December, 3:30 PM (Asia/Dubai, UTC+4). ")]
    [InlineData("ar", "تذكير بموعدك مع Dr. Sarah Ahmed، الأربعاء 30 ديسمبر، 3:30 م (Asia/Dubai, UTC+4). ")]
    [InlineData("ur", "یاد دہانی: آپ کی Dr. Sarah Ahmed کے ساتھ اپائنٹمنٹ، بدھ 30 دسمبر، 3:30 PM (Asia/Dubai, UTC+4)۔ ")]
    public void A_usual_one_says_with_whom_when_and_where_to_find_the_rest(string language, string text) =>
        Assert.Equal(text + Link, Write("sms.reminder", language, "Dr. Sarah Ahmed", Link));

    [Fact]
    public void A_link_to_meet_stands_in_it_when_it_fits()
    {
        Assert.EndsWith("https://meet.example/x", Write("sms.reminder", "ar", "Dr. Sarah Ahmed", "https://meet.example/x", Link));
        Assert.EndsWith(Link, Write("sms.reminder", "ar", "Dr. Sarah Ahmed", "https://meet.example/" + new string('x', 400), Link));
    }

    [Fact]
    public void No_name_and_no_link_makes_it_longer_than_three_segments()
    {
        var names = from text in ArbMap.Default.GeneratorFor<NonEmptyString>() from times in Gen.Choose(1, 40) select string.Concat(Enumerable.Repeat(text.Get, times));
        var all = from name in names
                  from key in Gen.Elements("sms.confirmed", "sms.moved", "sms.cancelled", "sms.reminder")
                  from language in Gen.Elements("en", "ar", "ur")
                  from link in Gen.Elements(Link, Link + new string('y', 500))
                  select (name: name.Length > 200 ? name[..200] : name, key, language, link);
        Prop.ForAll(all.ToArbitrary(), it => SmsText.Segments(Write(it.key, it.language, it.name, it.link)) <= SmsText.MostSegments).QuickCheckThrowOnFailure();
    }

    static string Write(string key, string language, string doctor, params string[] links) =>
        SmsText.Of(key, Words.For(language, DateTimeZoneProviders.Tzdb["Asia/Dubai"]), doctor, Start, links);
}
