using NodaTime;

namespace Booking.EventStore.Rebuilding;

/// <summary>Where a rebuild stands.</summary>
public enum RebuildState
{
    /// <summary>The shadow tables are filled from the log as it was at the beginning.</summary>
    Building,

    /// <summary>What was written since is applied to them.</summary>
    CatchingUp,

    /// <summary>They are compared with the live tables.</summary>
    Comparing,

    /// <summary>They take the live tables' place.</summary>
    Swapping,

    /// <summary>They are the live tables; those before are kept until discarded.</summary>
    Done,

    /// <summary>It ended with an error; the live tables are as they were and the shadow is gone.</summary>
    Failed,

    /// <summary>Somebody cancelled it; the live tables are as they were and the shadow is gone.</summary>
    Cancelled,

    /// <summary>Its process ended before it did. Begun again it goes on from there, if the program and the tables are the same.</summary>
    Interrupted,
}

/// <summary>How the last rebuild of a projection stands or ended.</summary>
/// <param name="Projection">Its name.</param>
/// <param name="Version">Of the projection's rules that it builds by.</param>
/// <param name="Position">The last event of the log that the shadow has; 0 while it is filled.</param>
/// <param name="Done">Events applied.</param>
/// <param name="Total">Events there are to apply, as known so far.</param>
/// <param name="Rate">Events a second; null before the first page.</param>
/// <param name="Parity">How the live tables compared with the log, a line a table; empty before that.</param>
/// <param name="Error">Why it failed or was interrupted.</param>
/// <param name="By">Who asked for it.</param>
/// <param name="EndedAt">Null while it runs.</param>
/// <param name="Kept">Whether tables that were replaced are still there (<see cref="ProjectionRebuilds.Discard"/>).</param>
public sealed record RebuildStatus(
    string Projection, RebuildState State, int Version, long Position, long Done, long Total, double? Rate, IReadOnlyList<ProjectionParity> Parity, string? Error,
    string By, Instant StartedAt, Instant? EndedAt, bool Kept)
{
    /// <summary>Whether it is at work.</summary>
    public bool IsRunning => State is RebuildState.Building or RebuildState.CatchingUp or RebuildState.Comparing or RebuildState.Swapping;

    /// <summary>What is left at the present rate; null when nothing is known or it has ended.</summary>
    public Duration? TimeLeft => IsRunning && Rate is > 0 ? Duration.FromSeconds((long)Math.Ceiling(Math.Max(0, Total - Done) / Rate.Value)) : null;
}
