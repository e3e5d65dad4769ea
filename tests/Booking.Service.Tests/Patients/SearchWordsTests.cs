using Booking.Service.Patients;
using Xunit;

namespace Booking.Service.Tests.Patients;

public sealed class SearchWordsTests
{
    [Theory]
    [InlineData("Ann Example", "ann", "example")]
    [InlineData("  ANN   ann ", "ann")]
    [InlineData("Mary-Jane O'Brien, 3rd", "mary", "jane", "o", "brien", "3rd")]
    [InlineData("José", "josé")]
    [InlineData("Jose\u0301", "josé")]
    [InlineData("NGUYE\u0302\u0303N", "nguyễn")]
    [InlineData("Ａｎｎ", "ann")]
    [InlineData("مُحَمَّد علي", "محمد", "علي")]
    [InlineData("\u06C1\u0654", "\u06C2")]
    [InlineData("李 小龍", "李", "小龍")]
    [InlineData("𐐀nn", "𐐨nn")]
    public void A_name_is_found_by_its_whole_words_however_they_are_typed(string name, params string[] words) =>
        Assert.Equal(words.Select(word => "name/" + word), SearchWords.Of(Named(name)).Where(word => word.StartsWith("name/", StringComparison.Ordinal)));

    [Theory]
    [InlineData("+971501234567")]
    [InlineData("+971 50 123-4567")]
    [InlineData("00971 (50) 1234567")]
    [InlineData("971501234567")]
    public void A_phone_number_is_one_word_however_it_is_written(string query) =>
        Assert.Equal(["phone/971501234567"], SearchWords.OfQuery(query));

    [Theory]
    [InlineData("Ann@People.TEST", "email/ann@people.test")]
    [InlineData("example ann", "name/example", "name/ann")]
    [InlineData("ann +971501234567 ann@people.test", "name/ann", "phone/971501234567", "email/ann@people.test")]
    [InlineData("  ! ? ")]
    public void A_query_asks_for_all_of_its_words(string query, params string[] words) => Assert.Equal(words, SearchWords.OfQuery(query));

    [Fact]
    public void A_patient_is_found_by_everything_that_was_written_down() =>
        Assert.Equal(["name/ann", "name/example", "email/ann@people.test", "phone/971501234567"], SearchWords.Of(Contact.Of(People.Ann)));

    static Contact Named(string name) => Contact.Of(People.Ann with { FullName = name });
}
