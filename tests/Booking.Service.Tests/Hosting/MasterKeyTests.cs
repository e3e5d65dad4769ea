using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Booking.Service.Tests.Hosting;

public sealed class MasterKeyTests
{
    static readonly string Old = "old:" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    static readonly string New = "new:" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    static readonly byte[] Plain = Encoding.UTF8.GetBytes("what nobody else should read");
    static readonly byte[] Ann = [1], Bob = [2];

    [Fact]
    public void What_was_sealed_opens_for_the_same_owner_only()
    {
        var keys = MasterKeys.Parse(New);
        var envelope = keys.Seal(Plain, Ann);

        Assert.Equal(Plain, keys.Open(envelope, Ann));
        Assert.ThrowsAny<CryptographicException>(() => keys.Open(envelope, Bob));
    }

    [Fact]
    public void A_change_of_any_byte_is_noticed()
    {
        var keys = MasterKeys.Parse(New);
        var envelope = keys.Seal(Plain, Ann);
        for (var i = 0; i < envelope.Length; i++)
        {
            var altered = envelope.ToArray();
            altered[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => keys.Open(altered, Ann));
        }
    }

    [Fact]
    public void An_envelope_that_was_cut_short_is_noticed()
    {
        var keys = MasterKeys.Parse(New);
        var envelope = keys.Seal(Plain, Ann);
        for (var length = 0; length < envelope.Length; length++)
            Assert.ThrowsAny<CryptographicException>(() => keys.Open(envelope.AsSpan(0, length), Ann));
    }

    [Fact]
    public void After_a_rotation_the_new_key_seals_and_the_old_one_still_opens()
    {
        var before = MasterKeys.Parse(Old).Seal(Plain, Ann);
        var rotated = MasterKeys.Parse($"{New},{Old}");

        Assert.Equal(Plain, rotated.Open(before, Ann));
        Assert.Equal(Plain, MasterKeys.Parse(New).Open(rotated.Seal(Plain, Ann), Ann));
        Assert.ThrowsAny<CryptographicException>(() => MasterKeys.Parse(New).Open(before, Ann));
    }

    [Fact]
    public void The_same_text_never_looks_the_same() =>
        Assert.NotEqual(MasterKeys.Parse(New).Seal(Plain, Ann), MasterKeys.Parse(New).Seal(Plain, Ann));

    [Theory]
    [InlineData("")]
    [InlineData("nocolon")]
    [InlineData("k:not base64")]
    [InlineData("k:c2hvcnQ=")]
    [InlineData(":MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")]
    [InlineData("k:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=,k:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")]
    public void A_malformed_list_is_refused(string setting) => Assert.Throws<StartupRefusedException>(() => MasterKeys.Parse(setting));

    [Fact]
    public void Development_runs_without_a_key_and_Production_does_not()
    {
        Assert.NotNull(From(Environments.Development, null));
        Assert.Contains("not set", Assert.Throws<StartupRefusedException>(() => From(Environments.Production, null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Production_refuses_the_key_that_everybody_knows_under_any_name()
    {
        var wellKnown = Convert.ToBase64String(Encoding.ASCII.GetBytes("booking-development-master-key-1"));

        Assert.Throws<StartupRefusedException>(() => From(Environments.Production, $"{New},mine:{wellKnown}"));
        Assert.NotNull(From(Environments.Production, New));
    }

    static MasterKeys From(string environment, string? setting) => MasterKeys.From(
        new ConfigurationBuilder().AddInMemoryCollection([new("Booking:MasterKeys", setting)]).Build(), new Where(environment));

    sealed class Where(string environment) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = environment;
        public string ApplicationName { get; set; } = "Booking.Service";
        public string ContentRootPath { get; set; } = "/";
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
