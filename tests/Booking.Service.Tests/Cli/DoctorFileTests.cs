using System.Text;
using Booking.Service.Doctors;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Cli;

/// <summary>What a spreadsheet, or somebody who means harm, can put into a file of doctors.</summary>
public sealed class DoctorFileTests
{
    const string Header = "name,email,phone,specialties,languages,time_zone,currency,fee_standard,fee_followup";
    const string Good = "Dr. One,one@clinic.test,+971501234567,Cardiology,en,Asia/Dubai,KWD,10.250,10";

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_forgotten_quotation_mark_costs_one_line()
    {
        var lines = await Read($"{Header}\n\"Dr. Open,two@clinic.test\n\n{Good}\n");

        Assert.Equal([(2, false), (4, true)], lines.Select(line => (line.Line, line.Doctor is not null)));
        Assert.Equal(10_250, lines[1].Doctor!.Fees.Standard.Amount);
    }

    [Theory]
    [InlineData("=HYPERLINK(\"\"http://x\"\")", "name")]
    [InlineData("@SUM(1)", "name")]
    [InlineData("Dr.\nTwo lines", "name")]
    [InlineData("Dr. \u001b[2J", "name")]
    public async Task Cells_that_are_no_text_are_refused(string name, string column)
    {
        var line = Assert.Single(await Read($"{Header}\n{Good.Replace("Dr. One", $"\"{name}\"", StringComparison.Ordinal)}"));

        Assert.Equal(column, Assert.Single(line.Errors).Column);
    }

    [Fact]
    public async Task A_cell_of_a_megabyte_is_refused_and_the_next_line_is_not()
    {
        var lines = await Read($"{Header}\n{Good.Replace("Dr. One", new string('x', 1_000_000), StringComparison.Ordinal)}\n{Good.Replace("one@", "two@", StringComparison.Ordinal)}");

        Assert.Equal(("name", "Must have at most 8000 characters."), (lines[0].Errors[0].Column, lines[0].Errors[0].Message));
        Assert.NotNull(lines[1].Doctor);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("name;email", "lacks columns: phone")]
    [InlineData("name,email,fax", "not known: fax")]
    [InlineData(Header + ",Name", "twice")]
    [InlineData("\"name", "quotation mark")]
    public async Task A_first_line_that_is_not_the_columns_is_refused_in_a_sentence(string text, string reason) =>
        Assert.Contains(reason, (await Assert.ThrowsAsync<DoctorFileException>(() => Read(text))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Another_encoding_is_refused_with_the_line_that_shows_it()
    {
        var latin = await Assert.ThrowsAsync<DoctorFileException>(() => Read(Encoding.Latin1.GetBytes($"{Header}\nDr. J\u00fcrgen")));
        var wide = await Assert.ThrowsAsync<DoctorFileException>(() => Read([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Header)]));

        Assert.Contains("not UTF-8 (line 2)", latin.Message, StringComparison.Ordinal);
        Assert.Contains("UTF-16", wide.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_lines_and_too_many_bytes_are_refused()
    {
        var lines = await Assert.ThrowsAsync<DoctorFileException>(() => Read($"{Header}\n{string.Concat(Enumerable.Repeat("x\n", 10_001))}"));
        var bytes = await Assert.ThrowsAsync<DoctorFileException>(() => Read(new byte[5_000_001]));

        Assert.Contains("10000 lines", lines.Message, StringComparison.Ordinal);
        Assert.Contains("5 MB", bytes.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_week_is_read_from_one_cell()
    {
        var week = HoursText.Parse("sun-mon 09:00-17:00 30 | wed,fri 22:00-02:00 20+5 followup max 6", Assert.Fail)!;

        Assert.Equal([IsoDayOfWeek.Sunday, IsoDayOfWeek.Monday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Friday], week.Select(window => window.Day));
        Assert.Equal((30, 0, null, 2), (week[0].Hours.SlotMinutes, week[0].Hours.BufferMinutes, week[0].Hours.MaxPatients, week[0].Hours.Types.Count));
        Assert.Equal((20, 5, 6, 1), (week[2].Hours.SlotMinutes, week[2].Hours.BufferMinutes, week[2].Hours.MaxPatients, week[2].Hours.Types.Count));
    }

    [Theory]
    [InlineData("mon")]
    [InlineData("mon 9-17 30")]
    [InlineData("mon-tue-wed 09:00-17:00 30")]
    [InlineData("mon 09:00-25:00 30")]
    [InlineData("mon 09:00-17:00 -30")]
    [InlineData("mon 09:00-17:00 30 max")]
    [InlineData("mon 09:00-17:00 30 surgery")]
    public void A_week_that_cannot_be_read_is_said_to_be_so(string text)
    {
        List<string> errors = [];

        Assert.Null(HoursText.Parse(text, errors.Add));
        Assert.Single(errors);
    }

    static Task<List<DoctorLine>> Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    static Task<List<DoctorLine>> Read(byte[] bytes) => DoctorFile.Read(new MemoryStream(bytes), Ct);
}
