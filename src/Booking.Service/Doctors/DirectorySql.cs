using System.Globalization;
using Booking.EventStore;
using Booking.Service.Availability;
using NodaTime;
using Npgsql;

namespace Booking.Service.Doctors;

/// <summary>
/// The statement of one list of doctors, made of the parts that were asked for: a filter that is not there cannot keep an index from
/// being used. All that comes from a caller goes as a parameter.
/// </summary>
sealed class DirectorySql
{
    /// <summary>
    /// Rows of an order that are looked at before an index of the filter is. A filter that leaves one in twenty has filled a page by then, and
    /// the index would have had to find and sort all of them; where it leaves fewer, the index is quick and the look at these rows was cheap.
    /// </summary>
    const string Walked = "500";

    const string Verified = "d.verified";

    readonly List<NpgsqlParameter> _parameters = [];
    readonly DirectoryFilter _filter;
    readonly string _now;
    readonly List<string> _filters = [];
    readonly string _where;
    readonly string _metres = "null::bigint";

    /// <param name="now">In whole microseconds, as all instants that it is compared with.</param>
    public DirectorySql(DirectoryFilter filter, Instant now)
    {
        (_filter, _now) = (filter, Add(Pg.At(now)));
        if (filter.Search is { } search)
        {
            _filters.Add($"d.search @@ (select {Add(Pg.Text(search))}::tsquery)");
        }

        if (filter.Currency is { } currency)
        {
            _filters.Add($"d.currency = {Add(Pg.Text(currency))}");
        }

        if (filter.MaxFee is { } fee)
        {
            _filters.Add($"d.standard_fee <= {Add(Pg.Long(fee))}");
        }

        if (filter.Near is { } near)
        {
            var (point, km) = ($"point({Degrees(near.Lon)}, {Degrees(near.Lat)})", Degrees(near.RadiusKm));
            _metres = $"metres_between(d.place, {point})";
            _filters.Add($"(d.place <@ box_around({point}, {km}) or d.place <@ box_beyond({point}, {km})) and {_metres} <= {Add(Pg.Long(near.RadiusMetres))}");
        }

        _where = string.Join(" and ", [Verified, .. _filters]);
    }

    public NpgsqlParameter[] Parameters => [.. _parameters];

    /// <summary>Whether the answer depends on next starts beyond those of the doctors that are told.</summary>
    public bool NeedsNextStarts => _filter.Sort == DoctorSort.NextAvailable || _filter.From is not null;

    /// <summary>Whether the doctors of a list are found by place, where no one plan is good for all that may be asked for besides.</summary>
    public bool IsNear => _filter.Near is not null;

    bool IsFiltered => _where != Verified || _filter.From is not null;

    /// <summary>Doctors of the list whose next start has to be computed before the list can be read.</summary>
    public string Stale() => $"""
        select n.doctor_id
          from (select n.doctor_id from next_starts n where n.known_until <= {_now}
                union all
                select n.doctor_id from next_starts n where n.known_from > {_now} and n.known_until > {_now} offset 0) n
          join doctors d on d.id = n.doctor_id
         where {_where} limit {NextStarts.Batch}
        """;

    /// <summary>The columns of <see cref="DirectoryRows"/>, at most <paramref name="limit"/> rows after a place in the order.</summary>
    public string Page(DirectoryPlace after, int limit)
    {
        var (order, most) = (Order(after), Add(Pg.Int(limit)));
        var (before, list) = !IsFiltered ? ("", order.Rows(_where, most)) : Filtered(order, most);
        return $"""
            {before}
            select p.id, p.full_name, p.standard_fee, p.item, p.metres, nullif(n.starts_at, 'infinity'), {NextStarts.IsStale(_now)}, r.average, coalesce(r.count, 0), p.currency
              from ({list}) p join next_starts n on n.doctor_id = p.id left join doctor_ratings r on r.doctor_id = p.id
             order by p.part, p.key, p.id
            """;
    }

    DirectoryOrderSql Order(DirectoryPlace after)
    {
        var id = after.Id is { } last ? Add(Pg.Uuid(last)) : null;
        var (key, told) = _filter.Sort switch
        {
            DoctorSort.Name => ("d.full_name", id is null ? null : Add(Pg.Text(after.Text))),
            // Amounts of two currencies do not compare, so each currency has an order of its own.
            DoctorSort.Fee when _filter.Currency is null => ("d.currency, d.standard_fee", id is null ? null : $"{Add(Pg.Text(after.Currency))}, {Add(Pg.Long(after.Number))}"),
            DoctorSort.Fee => ("d.standard_fee", id is null ? null : Add(Pg.Long(after.Number))),
            DoctorSort.Distance => (_metres, id is null ? null : Add(Pg.Long(after.Number))),
            DoctorSort.NextAvailable => ("n.starts_at", id is null ? null : NextStart(after)),
            _ => ((string?)null, id is null || !after.HasNumber ? null : $"({Add(Pg.Long(after.Number))} / 100.0)"),
        };
        return new(key, told, id, _metres, NeedsNextStarts);
    }

    /// <summary>
    /// One statement for filters that leave many and those that leave few, which only the database knows: the order is walked for a while,
    /// then what the filter's index finds is sorted. Where few have hours in a span, their calendars alone are looked at, in the order of the list.
    /// </summary>
    (string Before, string List) Filtered(DirectoryOrderSql order, string most)
    {
        string Found(string rows, string condition) => $"(select d.* from ({rows}) d where {condition} order by {order.By} limit {most})";
        var span = _filter is { From: { } from, To: { } to } ? DirectorySpanSql.Of(Add(Pg.At(from)), Add(Pg.At(to)), _now) : DirectorySpanSql.None;
        List<string> before = [], parts = [];
        var isWanted = $"not {span.IsFew}";
        if (span != DirectorySpanSql.None)
        {
            before.Add(span.Tables);
            parts.Add(Found(order.Rows($"{_where} and d.id in (select doctor_id from span)", "all"), $"{span.IsFew} and {span.IsFree}"));
        }

        if (!IsNear)
        {
            const string IsFull = "(select is_full from walk)";
            before.Add($"first as materialized {Found(order.Rows(Verified, Walked), string.Join(" and ", [isWanted, .. _filters, span.IsFree]))}");
            before.Add($"walk as materialized (select count(*) = {most} as is_full from first)");
            parts.Add($"(select * from first where {IsFull})");
            isWanted += $" and not {IsFull}";
        }

        parts.Add(Found(order.Rows(_where, "all"), $"{isWanted} and {span.IsFree}"));
        return (before.Count == 0 ? "" : "with " + string.Join(", ", before), string.Join(" union all ", parts));
    }

    /// <summary>Doctors without a next start come last.</summary>
    string NextStart(DirectoryPlace after) => $"coalesce({Add(Pg.AtOrNull(after.HasNumber ? Instant.FromUnixTimeSeconds(after.Number) : null))}, 'infinity')";

    /// <summary>As text, which the database reads without rounding it first.</summary>
    string Degrees(decimal number) => $"{Add(Pg.Text(number.ToString(CultureInfo.InvariantCulture)))}::float8";

    string Add(NpgsqlParameter parameter)
    {
        _parameters.Add(parameter);
        return string.Create(CultureInfo.InvariantCulture, $"${_parameters.Count}");
    }
}
