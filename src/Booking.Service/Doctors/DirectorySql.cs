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
    const string InSpanOfTime = """
        w.type = 'standard' and w.date between ({from} at time zone 'UTC')::date - 2 and ({to} at time zone 'UTC')::date + 1 and w.window_end > {from} and w.window_start < {to}
        """;

    static readonly string SpanIsFree = EmbeddedSql.Read("span_is_free.sql").Replace("{in_span}", InSpanOfTime, StringComparison.Ordinal);

    const string Verified = "d.verified";

    readonly List<NpgsqlParameter> _parameters = [];
    readonly DirectoryFilter _filter;
    readonly string _now;
    readonly string _where;
    readonly string _metres = "null::bigint";

    /// <param name="now">In whole microseconds, as all instants that it is compared with.</param>
    public DirectorySql(DirectoryFilter filter, Instant now)
    {
        (_filter, _now) = (filter, Add(Pg.At(now)));
        List<string> where = [Verified];
        if (filter.Search is { } search)
        {
            where.Add($"d.search @@ {Add(Pg.Text(search))}::tsquery");
        }

        if (filter.Currency is { } currency)
        {
            where.Add($"d.currency = {Add(Pg.Text(currency))}");
        }

        if (filter.MaxFee is { } fee)
        {
            where.Add($"d.standard_fee <= {Add(Pg.Long(fee))}");
        }

        if (filter.Near is { } near)
        {
            var (point, km) = ($"point({Degrees(near.Lon)}, {Degrees(near.Lat)})", Degrees(near.RadiusKm));
            _metres = $"metres_between(d.place, {point})";
            where.Add($"(d.place <@ box_around({point}, {km}) or d.place <@ box_beyond({point}, {km})) and {_metres} <= {Add(Pg.Long(near.RadiusMetres))}");
        }

        _where = string.Join(" and ", where);
    }

    public NpgsqlParameter[] Parameters => [.. _parameters];

    /// <summary>Whether the answer depends on next starts beyond those of the doctors that are told.</summary>
    public bool NeedsNextStarts => _filter.Sort == DoctorSort.NextAvailable || _filter.From is not null;

    /// <summary>Whether any filter says how many doctors are left, so that no one plan is good for all that may be asked for.</summary>
    public bool IsFiltered => _where != Verified || _filter.From is not null;

    /// <summary>Whether a span is the only thing that leaves few doctors, so that they are found one after the other in the order of the list.</summary>
    public bool IsWalked => _filter is { From: not null, Search: null, Near: null };

    /// <summary>Doctors of the list whose next start has to be computed before the list can be read.</summary>
    public string Stale() => $"""
        select n.doctor_id from next_starts n join doctors d on d.id = n.doctor_id
         where {NextStarts.IsStale(_now)} and {_where} limit {NextStarts.Batch}
        """;

    /// <summary>The columns of <see cref="DirectoryRows"/>, at most <paramref name="limit"/> rows after a place in the order.</summary>
    public string Page(DirectoryPlace after, int limit)
    {
        var (id, most) = (after.Id is { } last ? Add(Pg.Uuid(last)) : null, Add(Pg.Int(limit)));
        var list = _filter.Sort switch
        {
            DoctorSort.Name => List("d.full_name", id is null ? null : Add(Pg.Text(after.Text)), id, most),
            DoctorSort.Fee => List("d.standard_fee", id is null ? null : Add(Pg.Long(after.Number)), id, most),
            DoctorSort.Distance => List(_metres, id is null ? null : Add(Pg.Long(after.Number)), id, most),
            DoctorSort.NextAvailable => List("n.starts_at", id is null ? null : NextStart(after), id, most),
            _ => ByRating(after, id, most),
        };
        return $"""
            select p.id, p.full_name, p.standard_fee, p.item, p.metres, nullif(n.starts_at, 'infinity'), {NextStarts.IsStale(_now)}, r.average, coalesce(r.count, 0)
              from ({list}) p join next_starts n on n.doctor_id = p.id left join doctor_ratings r on r.doctor_id = p.id
             order by p.part, p.key, p.id
            """;
    }

    string List(string key, string? after, string? id, string most)
    {
        var by = key == "n.starts_at" ? "n.doctor_id" : "d.id";
        return $"""
            select d.id, d.full_name, d.standard_fee, d.item, {_metres} as metres, 0 as part, {key} as key
              from doctors d {(NeedsNextStarts ? "join next_starts n on n.doctor_id = d.id" : "")}
             where {_where}{InSpan()}{(after is null ? "" : $" and ({key}, {by}) > ({after}, {id})")}
             order by {key}, {by} limit {most}
            """;
    }

    /// <summary>Those who are rated, best first, by the index of ratings; then the others by id.</summary>
    string ByRating(DirectoryPlace after, string? id, string most)
    {
        var (span, join) = (InSpan(), NeedsNextStarts ? "join next_starts n on n.doctor_id = d.id" : "");
        var rated = "";
        if (id is null || after.HasNumber)
        {
            var average = id is null ? null : $"({Add(Pg.Long(after.Number))} / 100.0)";
            rated = $"""
                (select d.id, d.full_name, d.standard_fee, d.item, {_metres} as metres, 0 as part, -r.average as key
                   from doctor_ratings r join doctors d on d.id = r.doctor_id {join}
                  where r.average is not null and {_where}{span}{(average is null ? "" : $" and r.average <= {average} and (r.average < {average} or r.doctor_id > {id})")}
                  order by r.average desc nulls last, r.doctor_id limit {most})
                union all
                """;
        }

        return $"""
            select * from ({rated} (select d.id, d.full_name, d.standard_fee, d.item, {_metres} as metres, 1 as part, 0 as key
               from doctors d {join}
              where not exists (select from doctor_ratings r where r.doctor_id = d.id and r.average is not null) and {_where}{span}
                    {(id is null || after.HasNumber ? "" : $"and d.id > {id}")}
              order by d.id limit {most})) both_parts
             order by part, key, id limit {most}
            """;
    }

    /// <summary>Who is free next within the span is found by the index; who is free before it has the span's days looked at.</summary>
    string InSpan()
    {
        if (_filter is not { From: { } begin, To: { } end })
        {
            return "";
        }

        var (from, to) = (Add(Pg.At(begin)), Add(Pg.At(end)));
        var free = SpanIsFree.Replace("{from}", from, StringComparison.Ordinal).Replace("{to}", to, StringComparison.Ordinal).Replace("{now}", _now, StringComparison.Ordinal);
        return $" and n.starts_at < {to} and (n.starts_at >= {from} or {free})";
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
