using System.Buffers.Binary;
using Booking.Service.Accounts;
using Xunit;

namespace Booking.Service.Tests.Accounts;

public sealed class PasswordTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Theory]
    [InlineData("quiet purple lamp")]
    [InlineData("ααααβββγγδδε")]
    [InlineData("  spaces at both ends  ")]
    [InlineData(DemoAccounts.Password)]
    [InlineData("alllowercaseandlong")]
    public void Length_is_enough(string password) => Assert.Null(Passwords.Reason(password, "ann@demo.test"));

    [Theory]
    [InlineData("eleven char")]
    [InlineData("")]
    [InlineData("aaaaaaaaaaaaaa")]
    [InlineData("abcabcabcabcabc")]
    [InlineData("abcdefghijklmn")]
    [InlineData("1234567890123456")]
    [InlineData("QwertyUiop123")]
    [InlineData("password1234")]
    [InlineData("my Booking secret")]
    [InlineData("i am ann.example here")]
    public void What_everybody_tries_first_is_refused(string password) => Assert.NotNull(Passwords.Reason(password, "ann.example@demo.test"));

    [Fact]
    public void A_password_has_at_most_128_characters()
    {
        var longest = string.Concat(Enumerable.Range(0, 32).Select(i => $"{i:x2}-x"));

        Assert.Null(Passwords.Reason(longest, null));
        Assert.NotNull(Passwords.Reason(longest + "!", null));
    }

    [Fact]
    public async Task A_stored_password_costs_210_000_rounds_of_PBKDF2_with_SHA_512()
    {
        await using var command = service.Database.DataSource.CreateCommand("select password_hash from identity.accounts limit 1");
        var hash = Convert.FromBase64String((string)(await command.ExecuteScalarAsync())!);

        Assert.Equal(1, hash[0]);
        Assert.Equal(2u, BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(1)));
        Assert.InRange(BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(5)), 210_000u, 1_000_000u);
    }
}
