-- Every claim that lives at $2 and has not ended, with the promise of the visit that has it, when that visit has not begun.
select coalesce(c.appointment_id, c.hold_id), lower(c.during), upper(c.during), p.appointment_id, p.local_start, p.zone
  from slot_claims c
  left join promised_times p on p.appointment_id = c.appointment_id and p.live and p.starts_at > $2
 where c.doctor_id = $1 and upper(c.during) > $2 and (c.lapses_at is null or c.lapses_at > $2)
 limit $3
