using Booking.EventStore;

namespace Booking.Service.Doctors;

/// <summary>What a list asks of a span of time, as parts of its statement.</summary>
/// <param name="Tables">Who has hours in the span as far as they are few, and whether they are.</param>
/// <param name="All">Who has hours in the span, however many.</param>
/// <param name="IsFew">Whether they are.</param>
/// <param name="IsFree">Whether the row <c>d</c> of a list is free in the span: next in it, which is known, or later, which is looked up.</param>
sealed record DirectorySpanSql(string Tables, string All, string IsFew, string IsFree)
{
    /// <summary>Hours in a span, up to which the doctors who have them are found first.</summary>
    const string FewWindows = "500";

    static readonly string Later = EmbeddedSql.Read("span_is_free.sql");

    /// <summary>Where no span is asked for.</summary>
    public static readonly DirectorySpanSql None = new("", "", "false", "true");

    /// <param name="from">As a parameter, as the others are.</param>
    public static DirectorySpanSql Of(string from, string to, string now)
    {
        var isLater = Later.Replace("{from}", from, StringComparison.Ordinal).Replace("{to}", to, StringComparison.Ordinal).Replace("{now}", now, StringComparison.Ordinal);
        var hours = $"""
            select w.doctor_id from offered_slots w
             where w.type = 'standard' and tstzrange(w.window_start, greatest(w.window_start, w.window_end)) && tstzrange({from}, {to})
            """;
        return new(
            $"span as materialized ({hours} limit {FewWindows}), spanned as materialized (select count(*) < {FewWindows} as is_few from span)",
            $"span as materialized ({hours})",
            "(select is_few from spanned)",
            $"d.starts_at < {to} and (d.starts_at >= {from} or {isLater})");
    }
}
