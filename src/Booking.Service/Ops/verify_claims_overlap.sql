-- Two claims of a doctor that both live at $1 and share time. Found by comparing them, not by trusting the constraint.
select format('doctor %s: holds %s and %s', a.doctor_id, a.hold_id, b.hold_id)
  from slot_claims a
  join slot_claims b on b.doctor_id = a.doctor_id and b.during && a.during and b.hold_id > a.hold_id
 where (a.lapses_at is null or a.lapses_at > $1) and (b.lapses_at is null or b.lapses_at > $1)
