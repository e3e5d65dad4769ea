-- A next start that is said to be true at $1 and is not what offered slots less live claims come to, or whose horizon is not the doctor's.
-- The rules of DoctorCalendar said a second time, in SQL. Times of a zone that this server does not know are taken as they are.
select format('doctor %s: says %s, is %s', n.doctor_id, nullif(n.starts_at, 'infinity'), free.first)
  from next_starts n
  join calendars c on c.doctor_id = n.doctor_id
  left join pg_timezone_names z on z.name = c.zone
  left join lateral (
      select min(s.start) as first
        from (select distinct on (start) start, w.*
                from offered_slots w cross join lateral unnest(w.starts) start
               where w.doctor_id = n.doctor_id and w.type = 'standard' and start > $1
               order by start, w.window_start) s
       where c.verified and c.accepting
         and s.start >= $1 + make_interval(mins => c.notice_minutes) and s.date <= n.last_date
         and not exists (select from slot_claims k
                          where k.doctor_id = n.doctor_id and k.during && tstzrange(s.start, s.start + make_interval(mins => s.slot_minutes + s.buffer_minutes))
                            and (k.lapses_at is null or k.lapses_at > $1))
         and (s.max_patients is null
              or (select count(*) from slot_claims k
                   where k.doctor_id = n.doctor_id and k.starts_at >= s.window_start and k.starts_at < s.window_end
                     and (k.lapses_at is null or k.lapses_at > $1)) < s.max_patients)) free on true
 where n.known_from <= $1 and n.known_until > $1
   and (n.starts_at <> coalesce(free.first, 'infinity')
        or (c.verified and c.accepting and z.name is not null and n.last_date <> ($1 at time zone z.name)::date + c.horizon_days))
union all
select format('doctor %s has a calendar and no next start', c.doctor_id) from calendars c where not exists (select from next_starts n where n.doctor_id = c.doctor_id)
