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
sealed partial class DirectorySql
{
    const string Verified = "d.verified";

    readonly List<NpgsqlParameter> _parameters = [];
    readonly DirectoryFilter _filter;
    readonly string _now;
    readonly List<string> _filters = [];
    readonly string _where;
    readonly string _doctors = "doctors";
    readonly string _metres = "null::bigint";
    readonly DirectoryWay _way;

    /// <param name="now">In whole microseconds, as all instants that it is compared with.</param>
    /// <param name="way">How the doctors are found.</param>
    public DirectorySql(DirectoryFilter filter, Instant now, DirectoryWay way = DirectoryWay.Unknown)
    {
        (_filter, _now, _way) = (filter, Add(Pg.At(now)), way);
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
            var around = new DirectoryNearSql(Degrees(near.Lat), Degrees(near.Lon), Degrees(near.RadiusKm), Add(Pg.Long(near.RadiusMetres)));
            (_doctors, _metres) = IsPlannedAnew ? (_doctors, around.Metres) : (around.Doctors, "d.metres");
            _filters.Add(IsPlannedAnew ? around.Condition : around.IsInside);
        }

        _where = string.Join(" and ", [Verified, .. _filters]);
    }

    public NpgsqlParameter[] Parameters => [.. _parameters];

    /// <summary>Whether the answer depends on next starts beyond those of the doctors that are told.</summary>
    public bool NeedsNextStarts => _filter.Sort == DoctorSort.NextAvailable || _filter.From is not null;

    /// <summary>Whether doctors are found by place and by something else: either may be the rarer, so no one plan is good for all.</summary>
    public bool IsPlannedAnew => _filter is { Near: not null } and not { Search: null, Currency: null, MaxFee: null };

    /// <summary>Whether a page says on which way it was found.</summary>
    public bool Tells => _way == DirectoryWay.Unknown && IsFiltered && _filter.Near is null;

    bool IsFiltered => _where != Verified || _filter.From is not null;

    /// <summary>Doctors of the list whose next start has to be computed before the list can be read.</summary>
    public string Stale() => $"""
        select n.doctor_id
          from (select n.doctor_id from next_starts n where n.known_until <= {_now}
                union all
                select n.doctor_id from next_starts n where n.known_from > {_now} and n.known_until > {_now} offset 0) n
          join {_doctors} d on d.id = n.doctor_id
         where {_where} limit {NextStarts.Batch}
        """;

    /// <summary>The columns of <see cref="DirectoryRows"/>, at most <paramref name="limit"/> rows after a place in the order.</summary>
    public string Page(DirectoryPlace after, int limit)
    {
        var (order, most) = (Order(after), Add(Pg.Int(limit)));
        var (before, list, way) = !IsFiltered ? ("", order.Rows(_where, most), "null") : Filtered(order, most);
        return $"""
            {before}
            select p.id, p.full_name, p.standard_fee, p.item, p.metres, nullif(n.starts_at, 'infinity'), {NextStarts.IsStale(_now)}, r.average, coalesce(r.count, 0), p.currency,
                   {way}
              from ({list}) p {order.NextStarts} left join doctor_ratings r on r.doctor_id = p.id
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
        return new(key, told, id, _metres, NeedsNextStarts, _doctors);
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
