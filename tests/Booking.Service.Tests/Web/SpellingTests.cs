using Booking.Service.Web;
using Xunit;

namespace Booking.Service.Tests.Web;

/// <summary>Numbers are read whatever keyboard they come from; words are never touched.</summary>
public sealed class SpellingTests
{
    [Theory]
    [InlineData("phone", "۰۰۹۲ ۳۰۰", "+92 300")]
    [InlineData("patient.phone", "00971501234567", "+971501234567")]
    [InlineData("phone", "+971501234567", "+971501234567")]
    [InlineData("phone", "050 00", "050 00")]
    [InlineData("fees.standard.amount", "١٢٫٥٠", "12.50")]
    [InlineData("couponCode", "\u200fGIFT\u200e", "GIFT")]
    [InlineData("reason", "00 ٣ أيام \u200f", "00 ٣ أيام \u200f")]
    [InlineData("fullName", "٢", "٢")]
    public void A_field_is_read_by_what_it_holds(string field, string typed, string read) => Assert.Equal(read, Spelling.Of(field, typed));

    [Fact]
    public void A_whole_number_in_Persian_digits_is_one() => Assert.Equal(45, Form.Of(("minutes", "۴۵")).Number("minutes"));
}
