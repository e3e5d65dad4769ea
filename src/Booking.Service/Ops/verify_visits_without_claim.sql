-- A pending visit, or a confirmed one to come, that does not have exactly one claim, or one of another doctor, hold or time.
select format('visit %s: %s claims, %s of them as they should be', a.id, count(c.hold_id),
              count(c.hold_id) filter (where c.hold_id = a.hold_id and c.doctor_id = a.doctor_id
                                         and c.starts_at = a.starts_at and upper(c.during) >= a.ends_at))
  from appointments a
  left join slot_claims c on c.appointment_id = a.id
 where a.status = 'pending_payment' or (a.status = 'confirmed' and a.starts_at > $1)
 group by a.id
having count(c.hold_id) <> 1
    or bool_or(c.hold_id <> a.hold_id or c.doctor_id <> a.doctor_id or c.starts_at <> a.starts_at or upper(c.during) < a.ends_at)
