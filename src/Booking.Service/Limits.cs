namespace Booking.Service;

/// <summary>Bounds of what people write.</summary>
public static class Limits
{
    /// <summary>Characters of a reason, a note or the like.</summary>
    public const int FreeText = 2_000;
}

/// <summary>The fields that are sealed under a patient's key. A sealed value opens only as the field it was sealed for.</summary>
public static class Fields
{
    public const string Reason = "reason";
    public const string CancelReason = "cancel-reason";
    public const string MoveReason = "move-reason";
    public const string RefundReason = "refund-reason";
    public const string AnomalyNote = "anomaly-note";
    public const string ReviewComment = "review-comment";
    public const string Intake = "intake";
    public const string Notification = "notification";
}
