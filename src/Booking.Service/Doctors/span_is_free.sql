-- Whether the doctor d of next_starts n, whose next start comes before {from}, has a later one in [{from}, {to}) that could be held at {now}.
-- Notice is no question, since an earlier start is not too near. Of two windows that offer one start, the earlier one's slot counts.
-- Where few have hours in the span, those few are found first; where many have, it is quicker to look at one after the other until a page
-- is full. It names both d and n, so that it is asked of joined rows alone, in the order of the list.
(case when (select count(*) = 500 from (select from offered_slots w where {in_span} limit 500) few) then true
      else d.id in (select w.doctor_id from offered_slots w where {in_span}) end)
and exists (
    select
      from (select range_agg(k.during) as times
              from slot_claims k
             where k.doctor_id = d.id and k.during && tstzrange({from}, {to} + interval '2 days') and (k.lapses_at is null or k.lapses_at > {now})) taken
      join offered_slots w on w.doctor_id = d.id and w.date <= n.last_date and {in_span}
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
