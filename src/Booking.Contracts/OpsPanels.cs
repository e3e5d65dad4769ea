namespace Booking.Contracts;

/// <summary>What all panels of the console come to.</summary>
/// <param name="Environment">Such as <c>Production</c>.</param>
/// <param name="Node">The process that answers: machine and process id.</param>
/// <param name="OutboxOldestSeconds">How long the longest-waiting due message has been due; 0 when none is.</param>
/// <param name="HoldsSoon">Holds that lapse within two minutes.</param>
/// <param name="PaymentsStuck">Payments with money that should have gone back and did not.</param>
/// <param name="Reminders">Those of the next 24 hours.</param>
/// <param name="P99Milliseconds">Of commands of this process since it started, all attempts and the commit included; null before the first.</param>
/// <param name="ArchiveFailing">Whether the last attempt to archive the database's log failed; null without archiving.</param>
/// <param name="TimeZones">The version of the time zone rules of this process.</param>
public sealed record OverviewAnswer(
    string Environment, string Node, Instant At, long OutboxDue, long OutboxScheduled, long OutboxOldestSeconds, long DeadLetters, long HoldsActive, long HoldsSoon,
    long Anomalies, long PaymentsWatched, long PaymentsStuck, long Reminders, long ReviewsPending, long DeliveriesWaiting, long RebuildsRunning, long RebuildsFailed,
    int Nodes, double? P99Milliseconds, bool? ArchiveFailing, string TimeZones);

/// <summary>How much is written, and how long that takes.</summary>
/// <param name="Node">The process that <paramref name="Commands"/> are of.</param>
/// <param name="Since">When that process started; its figures begin there.</param>
/// <param name="Minutes">The last 60, the oldest first; minutes without an event are there too.</param>
/// <param name="Complete">False when the hour had more events than are counted: then the first minutes lack some.</param>
public sealed record ActivityAnswer(string Node, Instant Since, IReadOnlyList<ActivityMinute> Minutes, bool Complete, IReadOnlyList<CommandTimes> Commands);

/// <param name="At">The beginning of the minute.</param>
public sealed record ActivityMinute(Instant At, long Events);

/// <summary>Times of the commands that ended in one way, in milliseconds, read from buckets and so rounded up to their bounds.</summary>
/// <param name="Outcome"><c>done</c>, <c>refused</c>, <c>busy</c>, <c>repeated</c> or <c>failed</c>.</param>
/// <param name="P99">Null where it lies beyond the last bound of 10 seconds.</param>
public sealed record CommandTimes(string Outcome, long Count, double? P50, double? P95, double? P99);

/// <summary>What the outbox has of one type of message, which has one destination.</summary>
/// <param name="Waiting">Not delivered and not given up.</param>
/// <param name="Due">Of them those that a node could take now; they may still wait for another of their key.</param>
/// <param name="Leased">Of them those that a node has in its hands.</param>
/// <param name="Retried">Of them those that failed once or more.</param>
/// <param name="OldestSeconds">For how long the oldest has been due; null when none is.</param>
/// <param name="Dead">Given up.</param>
public sealed record OutboxType(string Type, long Waiting, long Due, long Leased, long Retried, long? OldestSeconds, long Dead);

/// <summary>Dead letters of one type that died of the same error.</summary>
/// <param name="Fingerprint">Eight hexadecimal digits, made of the type and of <paramref name="Error"/>.</param>
/// <param name="Error">The first line of the error, with ids and numbers taken out.</param>
/// <param name="First">When the first of them was given up.</param>
public sealed record DeadLetterGroupItem(string Fingerprint, string Type, string Error, long Count, Instant First, Instant Last);

/// <summary>A group with what is in it.</summary>
/// <param name="Examples">The oldest 20.</param>
public sealed record DeadLetterGroupAnswer(DeadLetterGroupItem Group, IReadOnlyList<DeadLetterItem> Examples);

/// <param name="Messages">How many were delivered again or deleted.</param>
public sealed record DeadLettersChanged(long Messages);

/// <summary>A payment that has not come to its end: its provider is asked how it stands, or money is on its way or stuck.</summary>
/// <param name="Refunding">Decided to go back and not there yet; minor units.</param>
/// <param name="Stuck">Should have gone back and did not: people see to it.</param>
/// <param name="Attempts">Pages that were opened.</param>
/// <param name="WatchTill">Until when the provider is asked.</param>
/// <param name="CheckedAt">When it was last compared with its provider; null before the first time.</param>
/// <param name="NextAt">When it will be compared again.</param>
public sealed record WatchedPayment(
    Guid Id, Guid AppointmentId, Guid DoctorId, PaymentProvider Provider, PaymentStatus Status, Money Amount, Money Captured, Money Refunded, Money Refunding, Money Stuck,
    int Attempts, Instant WatchTill, Instant? CheckedAt, Instant? NextAt);
