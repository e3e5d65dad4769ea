namespace Booking.Service.Doctors;

/// <summary>
/// The doctors after a place in an order, as text of a select whose columns are those of a page, what filters look at, and the order's own:
/// <c>part</c>, <c>key</c> and <c>id</c>.
/// </summary>
/// <param name="Key">What the order goes by, an expression or several; null for the order by rating.</param>
/// <param name="After">The key of the last doctor that was told, as a parameter; null at the beginning, and after one without a rating.</param>
/// <param name="Id">That doctor's id, as a parameter; null at the beginning.</param>
/// <param name="Metres">The distance, as an expression.</param>
/// <param name="HasNextStart">Whether the columns include those of <c>next_starts</c>.</param>
/// <param name="Doctors">The table, or a select with its columns.</param>
sealed record DirectoryOrderSql(string? Key, string? After, string? Id, string Metres, bool HasNextStart, string Doctors)
{
    /// <summary>The next starts, as <c>n</c>, of rows <c>p</c> of <see cref="Rows"/>, which are not looked up again where they came along.</summary>
    public string NextStarts => HasNextStart ? "cross join lateral (select p.starts_at, p.known_from, p.known_until) n" : "join next_starts n on n.doctor_id = p.id";

    string Join => HasNextStart ? "join next_starts n on n.doctor_id = d.id" : "";
    string Columns => $"d.id, d.full_name, d.standard_fee, d.item, d.search, d.currency, {Metres} as metres{(HasNextStart ? ", n.starts_at, n.last_date, n.known_from, n.known_until" : "")}";

    /// <summary>What rows of <see cref="Rows"/> come in; the planner knows that they do.</summary>
    public string By => Key is null ? "part, key, id" : "key, id";

    /// <param name="where">A condition on <c>doctors d</c>.</param>
    /// <param name="limit">How many at most, as a number, a parameter or <c>all</c>.</param>
    /// <returns>Of which no outer condition is made a part, and no more is read than is asked for where an index has the order.</returns>
    public string Rows(string where, string limit)
    {
        if (Key is null)
        {
            return ByRating(where, limit);
        }

        var by = Key == "n.starts_at" ? "n.doctor_id" : "d.id";
        return $"""
            select {Columns}, 0 as part, ({Key}) as key
              from {Doctors} d {Join}
             where {where}{(Id is null ? "" : $" and ({Key}, {by}) > ({After}, {Id})")}
             order by {Key}, {by} limit {limit} offset 0
            """;
    }

    /// <summary>Those who are rated, best first, by the index of ratings; then the others by id.</summary>
    string ByRating(string where, string limit)
    {
        var isAmongOthers = Id is not null && After is null;
        var rated = isAmongOthers ? "" : $"""
            (select {Columns}, 0 as part, -r.average as key
               from doctor_ratings r join {Doctors} d on d.id = r.doctor_id {Join}
              where r.average is not null and {where}{(Id is null ? "" : $" and r.average <= {After} and (r.average < {After} or r.doctor_id > {Id})")}
              order by r.average desc nulls last, r.doctor_id limit {limit})
            union all
            """;
        return $"""
            select * from ({rated} (select {Columns}, 1 as part, 0 as key
               from {Doctors} d {Join}
              where not exists (select from doctor_ratings r where r.doctor_id = d.id and r.average is not null) and {where}{(isAmongOthers ? $" and d.id > {Id}" : "")}
              order by d.id limit {limit})) both_parts
             order by part, key, id limit {limit} offset 0
            """;
    }
}
