namespace Booking.Service.Metrics;

/// <summary>Work whose outcome is counted.</summary>
static class Counted
{
    /// <param name="channel">email or sms.</param>
    /// <param name="sending">What fails is counted and thrown on.</param>
    public static async Task Notice(string channel, Task sending)
    {
        var outcome = "failed";
        try
        {
            await sending;
            outcome = "sent";
        }
        finally
        {
            BookingMeter.Notices.Add(1, BookingMeter.Tag("channel", channel), BookingMeter.Tag("outcome", outcome));
        }
    }
}
