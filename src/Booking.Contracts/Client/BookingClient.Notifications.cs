namespace Booking.Contracts;

public sealed partial class BookingClient
{
    /// <summary>What the signed-in patient wants to be sent.</summary>
    public Task<Answer<NotificationSettings>> Notifications(CancellationToken ct = default) => Get<NotificationSettings>(new("/api/accounts/me/notifications"), ct);

    public Task<Answer<NotificationSettings>> SetNotifications(
        NotificationSettings settings, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Put<NotificationSettings, NotificationSettings>(new("/api/accounts/me/notifications"), settings, idempotencyKey, ifMatch, ct);

    /// <summary>What a patient wants to be sent, for the desk.</summary>
    public Task<Answer<NotificationSettings>> Notifications(Guid patient, CancellationToken ct = default) =>
        Get<NotificationSettings>(new($"/api/patients/{patient}/notifications"), ct);

    public Task<Answer<NotificationSettings>> SetNotifications(
        Guid patient, NotificationSettings settings, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Put<NotificationSettings, NotificationSettings>(new($"/api/patients/{patient}/notifications"), settings, idempotencyKey, ifMatch, ct);
}
