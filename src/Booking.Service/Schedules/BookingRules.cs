using System.Text.Json.Serialization;
using NodaTime;

namespace Booking.Service.Schedules;

/// <summary>How far ahead, and for how long, a doctor's slots may be held and paid.</summary>
/// <param name="MinimumNoticeMinutes">A slot must start at least this long from now: 0 to 43200 (30 days).</param>
/// <param name="HorizonDays">The last date that is offered is today in the doctor's zone plus this many: 1 to 400.</param>
/// <param name="HoldMinutes">A hold lasts this long: 1 to 60.</param>
/// <param name="PaymentMinutes">A visit waits this long for its payment online: 6 to 1440, never under the provider's shortest.</param>
/// <param name="ManualPaymentHours">A visit waits this long for its payment at the desk: 1 to 720.</param>
/// <param name="FollowupWithinDays">
/// A follow-up starts at most so many days of 24 hours after the end of a completed visit with the doctor: 1 to 3650; 0 lets anybody have one.
/// </param>
public sealed record BookingRules(
    int MinimumNoticeMinutes = 60, int HorizonDays = 60, int HoldMinutes = 10, int PaymentMinutes = 35, int ManualPaymentHours = 24, int FollowupWithinDays = 0)
{
    /// <summary>No rule lets anybody book further ahead.</summary>
    public const int MostHorizonDays = 400;

    public static BookingRules Default { get; } = new();

    [JsonIgnore] public Duration MinimumNotice => Duration.FromMinutes(MinimumNoticeMinutes);
    [JsonIgnore] public Duration HoldFor => Duration.FromMinutes(HoldMinutes);
    [JsonIgnore] public Duration PaymentFor => Duration.FromMinutes(PaymentMinutes);
    [JsonIgnore] public Duration ManualPaymentFor => Duration.FromHours(ManualPaymentHours);

    /// <summary>Whether a follow-up may start then.</summary>
    /// <param name="seen">When the last completed visit before it ended; null when there was none.</param>
    public bool AllowFollowup(Instant start, Instant? seen) => FollowupWithinDays == 0 || seen >= start - Duration.FromDays(FollowupWithinDays);

    public void Validate(string path, FieldErrors errors)
    {
        errors.RequireRange(MinimumNoticeMinutes, 0, 43_200, $"{path}.minimumNoticeMinutes");
        errors.RequireRange(HorizonDays, 1, MostHorizonDays, $"{path}.horizonDays");
        errors.RequireRange(HoldMinutes, 1, 60, $"{path}.holdMinutes");
        errors.RequireRange(PaymentMinutes, 6, 1440, $"{path}.paymentMinutes");
        errors.RequireRange(ManualPaymentHours, 1, 720, $"{path}.manualPaymentHours");
        errors.RequireRange(FollowupWithinDays, 0, 3_650, $"{path}.followupWithinDays");
    }
}
