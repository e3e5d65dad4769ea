using Booking.EventStore.Outbox;
using NodaTime;
using Xunit;

namespace Booking.EventStore.Tests.Outbox;

public sealed class MessageRulesTests
{
    [Theory]
    [InlineData(1, 0.999, 1)]
    [InlineData(4, 0.999, 8)]
    [InlineData(11, 0.999, 600)]
    [InlineData(100, 0.999, 600)]
    [InlineData(5, 0.0, 0)]
    public void A_retry_waits_anywhere_below_a_bound_that_doubles_up_to_ten_minutes(int attempt, double random, int bound)
    {
        var wait = new OutboxOptions().Backoff(attempt, random);

        Assert.InRange(wait, Duration.FromSeconds(bound) * 0.99, Duration.FromSeconds(bound));
    }

    [Fact]
    public void A_handler_must_end_within_its_lease() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new OutboxOptions { HandlerTimeout = TimeSpan.FromSeconds(29) }.Checked());

    [Fact]
    public void A_name_and_a_type_are_registered_once()
    {
        var types = new MessageTypes().Add("step", StepJson.Default.Step);

        Assert.Throws<ArgumentException>(() => types.Add("step", StepJson.Default.String));
        Assert.Throws<ArgumentException>(() => types.Add("other", StepJson.Default.Step));
    }

    [Fact]
    public void A_message_that_carries_more_than_ids_is_refused()
    {
        var types = new MessageTypes().Add("text", StepJson.Default.String);

        Assert.Throws<InvalidOperationException>(() => types.Write(new string('x', MessageTypes.MaxBodyBytes)));
        Assert.Equal("text", types.Write(new string('x', MessageTypes.MaxBodyBytes - 2)).Name);
    }

    [Fact]
    public void An_error_is_kept_in_a_form_that_the_database_takes()
    {
        var error = ErrorText.Of(new InvalidOperationException("a\0b\ud800c", new TimeoutException(new string('x', 5_000))));

        Assert.StartsWith("InvalidOperationException: a\ufffdb\ufffdc <- TimeoutException: xxx", error, StringComparison.Ordinal);
        Assert.Equal(ErrorText.MaxLength, error.Length);
    }
}
