-- Whether a row d of a list, whose next start comes before {from}, has a later one in [{from}, {to}) that could be held at {now}.
-- Notice is no question, since an earlier start is not too near. Of two windows that offer one start, the earlier one's slot counts.
exists (
    select
      from (select range_agg(k.during) as times
              from slot_claims k
             where k.doctor_id = d.id and k.during && tstzrange({from}, {to} + interval '2 days') and (k.lapses_at is null or k.lapses_at > {now})) taken
      join offered_slots w on w.doctor_id = d.id and w.date <= d.last_date and w.type = 'standard'
           and w.date between ({from} at time zone 'UTC')::date - 2 and ({to} at time zone 'UTC')::date + 1 and w.window_end > {from} and w.window_start < {to}
     cross join lateral unnest(w.starts) start
     where start >= {from} and start < {to}
       and (taken.times && tstzrange(start, start + make_interval(mins => w.slot_minutes + w.buffer_minutes))) is not true
       and (w.max_patients is null
            or (select count(*) from slot_claims k
                 where k.doctor_id = d.id and k.during && tstzrange(w.window_start, w.window_end) and k.starts_at >= w.window_start and k.starts_at < w.window_end
                   and (k.lapses_at is null or k.lapses_at > {now})) < w.max_patients)
       and not exists (select from offered_slots e
                        where e.doctor_id = d.id and e.type = 'standard' and e.date between w.date - 1 and w.date + 1
                          and e.window_start < w.window_start and start = any (e.starts)))
