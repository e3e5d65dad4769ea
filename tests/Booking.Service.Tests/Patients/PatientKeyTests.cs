using System.Security.Cryptography;
using Booking.Service.Patients;
using Xunit;

namespace Booking.Service.Tests.Patients;

public sealed class PatientKeyTests
{
    static readonly PatientId Ann = new(new("0197a3f0-0000-7000-8000-00000000000a")), Bob = new(new("0197a3f0-0000-7000-8000-00000000000b"));
    static readonly byte[] Secret = [.. Enumerable.Range(0, PatientKey.Bytes).Select(i => (byte)i)];

    readonly PatientKey key = PatientKey.Of(Ann, Secret);

    [Theory, InlineData(""), InlineData("Ann"), InlineData("عائشة 🦷")]
    public void What_is_sealed_opens_again(string text) => Assert.Equal(text, key.Open(key.Seal(text, "reason"), "reason"));

    [Fact]
    public void A_value_that_was_sealed_by_the_first_version_still_opens() => Assert.Equal("Ann Example", key.Open(Convert.FromBase64String(
        "AVc+qjqfNFfrRQybqvnJWfOXu62H2m+zSRsTJnV8F59lD4127cKbwA=="), "full-name"));

    [Fact]
    public void It_does_not_open_under_another_patients_key() =>
        Refused(PatientKey.Of(Ann, RandomNumberGenerator.GetBytes(PatientKey.Bytes)), key.Seal("Ann", "reason"), "reason");

    [Fact]
    public void It_does_not_pass_for_another_patients_even_under_the_same_key() => Refused(PatientKey.Of(Bob, Secret), key.Seal("Ann", "reason"), "reason");

    [Fact]
    public void It_does_not_pass_for_another_field() => Refused(key, key.Seal("Ann", "reason"), "full-name");

    [Fact]
    public void Every_altered_byte_is_noticed()
    {
        var hidden = key.Seal("Ann", "reason");
        for (var at = 0; at < hidden.Length; at++)
        {
            var altered = hidden.ToArray();
            altered[at] ^= 1;
            Refused(key, altered, "reason");
        }
    }

    [Fact]
    public void What_is_cut_short_is_refused_and_not_a_bug()
    {
        var hidden = key.Seal("", "reason");
        for (var length = 0; length < hidden.Length; length++)
            Refused(key, hidden[..length], "reason");
    }

    [Fact]
    public void The_same_text_never_looks_the_same()
    {
        var all = Enumerable.Range(0, 10_000).Select(_ => Convert.ToHexString(key.Seal("Ann", "reason").AsSpan(1, 12)));

        Assert.Equal(10_000, all.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Of_an_erased_patient_nothing_opens_and_what_is_sealed_is_lost()
    {
        var erased = PatientKey.Erased(Ann);

        Assert.Null(erased.Open(key.Seal("Ann", "reason"), "reason"));
        Assert.Null(erased.Open(erased.Seal("late", "reason"), "reason"));
        Refused(key, erased.Seal("late", "reason"), "reason");
    }

    static void Refused(PatientKey key, byte[] hidden, string field) => Assert.ThrowsAny<CryptographicException>(() => key.Open(hidden, field));
}
