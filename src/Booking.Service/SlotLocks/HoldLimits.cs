namespace Booking.Service.SlotLocks;

/// <summary>Configuration <c>Holds</c>.</summary>
public sealed class HoldLimits
{
    /// <summary>Live holds of one patient, 1 to 1,000; the desk has no cap.</summary>
    public int PerPatient { get; set; } = 20;
}
