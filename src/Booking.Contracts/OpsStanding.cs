namespace Booking.Contracts;

/// <summary>A hold that lives now.</summary>
/// <param name="SlotId">The stream of the slot.</param>
public sealed record LiveHold(Guid Id, Guid SlotId, Guid DoctorId, AppointmentType Type, Instant Start, Instant End, Instant Until);

/// <summary>What patients will be reminded of in the next 24 hours.</summary>
/// <param name="Hours">24 of them, the present one first.</param>
/// <param name="Next">The first 100.</param>
public sealed record RemindersAnswer(IReadOnlyList<ReminderHour> Hours, IReadOnlyList<ReminderItem> Next);

/// <param name="At">The beginning of the hour.</param>
public sealed record ReminderHour(Instant At, long Reminders);

/// <param name="Channel"><c>email</c> or <c>sms</c>.</param>
public sealed record ReminderItem(Guid Id, Guid AppointmentId, string Channel, Instant DeliverAt);

/// <summary>What payment providers told.</summary>
/// <param name="Node">The process that <see cref="ToldByProvider.Outcomes"/> are of.</param>
/// <param name="Since">When that process started.</param>
public sealed record ToldByProviders(string Node, Instant Since, IReadOnlyList<ToldByProvider> Providers);

/// <param name="LastDay">Notifications that were taken in by any process in the last 24 hours.</param>
/// <param name="LastMonth">The same of 30 days.</param>
/// <param name="Outcomes">Of one process: <c>taken</c>, <c>duplicate</c>, <c>not_ours</c>, <c>ignored</c>, <c>refused</c>, <c>too_large</c>.</param>
public sealed record ToldByProvider(string Provider, long LastDay, long LastMonth, Instant? LastAt, IReadOnlyList<OutcomeCount> Outcomes);

public sealed record OutcomeCount(string Outcome, long Count);

/// <summary>Something that somebody did, or looked at, and that no event says.</summary>
/// <param name="By">An account's id, or user and machine at the command line.</param>
/// <param name="Change">Such as <c>streams.read</c> or <c>accounts.lock</c>.</param>
/// <param name="Subject">The stream or account that it was about.</param>
public sealed record AuditItem(Instant At, string By, string Change, Guid? Subject, string Detail);

/// <param name="Kept">An anchor that was taken before, as a line; the log is compared up to there. Null: a new one is taken.</param>
public sealed record AnchorRequest(string? Kept = null);

/// <summary>What the log is, or was up to an earlier anchor.</summary>
/// <param name="Line">To be kept elsewhere.</param>
/// <param name="Same">Whether the log still is what the kept line says; null without one.</param>
public sealed record AnchorAnswer(string Line, Instant At, long Events, long Position, string Digest, bool? Same);

/// <summary>What the database says of its archive, and what was noted of backups.</summary>
/// <param name="ArchiveMode"><c>off</c>, <c>on</c> or <c>always</c>.</param>
/// <param name="Failing">Whether the last attempt failed; null without archiving.</param>
/// <param name="BaseBackup">The last one that <c>ops/backup base</c> noted; null when it noted none. Backups of other tools are not known here.</param>
/// <param name="Anchor">The last one that was taken or compared here; null when none was.</param>
public sealed record BackupAnswer(
    string ArchiveMode, bool? Failing, string? LastArchived, Instant? LastArchivedAt, long Archived, long Failures, Instant? LastFailedAt, AuditItem? BaseBackup,
    AuditItem? Anchor, string Database, Instant DatabaseSince, string TimeZones);

/// <summary>A setting of the answering process.</summary>
/// <param name="Value">Null for what is, or may hold, a secret: that it stands here says that it is set.</param>
/// <param name="Source">Where the value comes from: a file, the environment, the command line.</param>
public sealed record SettingItem(string Key, string? Value, string Source);

/// <summary>A process that has sessions in the database.</summary>
/// <param name="Name">Machine and process id; a process at the command line is among them while it works.</param>
/// <param name="Since">Of its oldest session.</param>
/// <param name="Owns">Work that one process does at a time, which this one does now.</param>
public sealed record NodeItem(string Name, string? Address, int Sessions, int Active, Instant Since, IReadOnlyList<string> Owns);
