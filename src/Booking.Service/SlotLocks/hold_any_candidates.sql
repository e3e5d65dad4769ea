-- Free starts of a set of doctors: the earliest first; of equal starts the doctor with the fewest visits on that local day, then by id.
-- What the holder may not have comes last. $1 type, $2 now, $3 and $4 the span of starts, $5 and $6 the window dates around it,
-- $7 doctors, $8 specialty, $9 language, $10 the patient who asks or null, $11 how many. {0} is what of 7 to 9 was given.
with free as (
    select c.doctor_id, c.zone, s.start, w.slot_minutes,
           $10::uuid is null or $1 <> 'followup' or c.followup_within_days = 0 or exists (
               select from appointments a
                where a.patient_id = $10 and a.doctor_id = c.doctor_id and a.status = 'completed' and a.ends_at <= s.start
                  and a.ends_at >= s.start - make_interval(hours => 24 * c.followup_within_days)) as allowed
      from doctors d
      join calendars c on c.doctor_id = d.id
      join offered_slots w on w.doctor_id = d.id and w.type = $1 and w.date between $5 and least($6, ($2 at time zone c.zone)::date + c.horizon_days)
     cross join lateral unnest(w.starts) s (start)
     where d.verified and d.accepting and {0}
       and s.start >= $3 and s.start < $4 and s.start > $2 and s.start >= $2 + make_interval(mins => c.notice_minutes)
       and not exists (
           select from slot_claims k
            where k.doctor_id = d.id and k.during && tstzrange(s.start, s.start + make_interval(mins => w.slot_minutes + w.buffer_minutes))
              and (k.lapses_at is null or k.lapses_at > $2))
       and (w.max_patients is null or w.max_patients > (
           select count(*) from slot_claims k
            where k.doctor_id = d.id and k.during && tstzrange(w.window_start, w.window_end) and k.starts_at >= w.window_start
              and k.starts_at < w.window_end and (k.lapses_at is null or k.lapses_at > $2)))
     order by allowed desc, s.start
     fetch first ($11) rows with ties
)
select f.doctor_id, f.start, f.slot_minutes, f.allowed, f.zone
  from free f
 order by f.allowed desc, f.start, (
     select count(*) from slot_claims k
      where k.doctor_id = f.doctor_id and k.appointment_id is not null
        and k.during && tstzrange(date_trunc('day', f.start, f.zone), date_trunc('day', f.start, f.zone) + interval '25 hours')
        and date_trunc('day', k.starts_at, f.zone) = date_trunc('day', f.start, f.zone)), f.doctor_id
 limit $11
