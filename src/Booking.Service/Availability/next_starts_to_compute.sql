-- What the next starts of some doctors ($1) are computed from at $2: a row a standard window that has not ended, the first $3 of each
-- doctor, with the doctor's facts; in the first of these rows the claims that live and bear on them. One statement, so of one moment.
select {facts}, n.stamp, {window}, w.starts, t.begins, t.ends, t.lapses
  from next_starts n
  join calendars c on c.doctor_id = n.doctor_id
  left join lateral (
      select o.*, row_number() over (order by o.date, o.window_start) as number, min(o.window_start) over () as first, max(o.window_end) over () as last
        from (select * from offered_slots f
               where c.verified and c.accepting and f.doctor_id = n.doctor_id and f.type = 'standard'
                 and f.date >= ($2 at time zone 'UTC')::date - 2 and f.window_end > $2
               order by f.date, f.window_start limit $3) o) w on true
  left join lateral (
      select array_agg(lower(s.during)) as begins, array_agg(upper(s.during)) as ends, array_agg(s.lapses_at) as lapses
        from slot_claims s
       where w.number = 1 and s.doctor_id = n.doctor_id and s.during && tstzrange(w.first, w.last + interval '1 day')
         and (s.lapses_at is null or s.lapses_at > $2)) t on true
 where n.doctor_id = any($1)
 order by n.doctor_id, w.number
