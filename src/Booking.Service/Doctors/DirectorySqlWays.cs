using Booking.EventStore;

namespace Booking.Service.Doctors;

/// <summary>The part of a list's statement that finds the doctors who pass its filter.</summary>
sealed partial class DirectorySql
{
    /// <summary>
    /// Rows of an order that are looked at before an index of the filter is. A filter that leaves one in twenty has filled a page by then, and
    /// the index would have had to find and sort all of them; where it leaves fewer, the index is quick and the look at these rows was cheap.
    /// </summary>
    const string Walked = "500";

    /// <summary>
    /// One statement for filters that leave many and those that leave few, which only the database knows: the order is walked for a while,
    /// then what the filter's index finds is sorted. Where few have hours in a span, their calendars alone are looked at, in the order of the list.
    /// It tells which of these it was, and where that is known already, the statement is that one alone.
    /// </summary>
    (string Before, string List, string Way) Filtered(DirectoryOrderSql order, string most)
    {
        string Found(string rows, params IEnumerable<string> conditions) => $"(select d.* from ({rows}) d where {string.Join(" and ", conditions)} order by {order.By} limit {most})";
        var span = _filter is { From: { } from, To: { } to } ? DirectorySpanSql.Of(Add(Pg.At(from)), Add(Pg.At(to)), _now) : DirectorySpanSql.None;
        string InSpan() => order.Rows($"{_where} and d.id in (select doctor_id from span)", "all");
        switch (_way)
        {
            case DirectoryWay.Index: return ("", Found(order.Rows(_where, "all"), span.IsFree), "null");
            case DirectoryWay.Walk: return ("", Found(order.Rows(Verified, "all"), [.. _filters, span.IsFree]), "null");
            case DirectoryWay.Span: return ($"with {span.All}", Found(InSpan(), span.IsFree), "null");
        }

        if (_filter.Near is not null && span == DirectorySpanSql.None)
        {
            return ("", Found(order.Rows(_where, "all"), "true"), "null");
        }

        List<string> before = [], parts = [];
        var (isWanted, way) = ($"not {span.IsFew}", "0");
        if (span != DirectorySpanSql.None)
        {
            before.Add(span.Tables);
            parts.Add(Found(InSpan(), span.IsFew, span.IsFree));
        }

        if (Tells)
        {
            const string IsFull = "(select is_full from walk)";
            before.Add($"first as materialized {Found(order.Rows(Verified, Walked), [isWanted, .. _filters, span.IsFree])}");
            before.Add($"walk as materialized (select count(*) = {most} as is_full from first)");
            parts.Add($"(select * from first where {IsFull})");
            (isWanted, way) = ($"{isWanted} and not {IsFull}", $"case when {span.IsFew} then 2 when {IsFull} then 1 else 0 end");
        }

        parts.Add(Found(order.Rows(_where, "all"), isWanted, span.IsFree));
        return ("with " + string.Join(", ", before), string.Join(" union all ", parts), Tells ? way : "null");
    }
}
