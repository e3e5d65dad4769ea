-- Two visits of a patient at one time that nobody allowed, or a live visit that does not have its time on the patient's side.
select format('patient %s: visits %s and %s', one.patient_id, one.appointment_id, other.appointment_id)
  from patient_claims one
  join patient_claims other
    on other.patient_id = one.patient_id and other.appointment_id > one.appointment_id and other.during && one.during
 where not one.may_overlap and not other.may_overlap
union all
select format('visit %s of patient %s', coalesce(a.id, c.appointment_id), coalesce(a.patient_id, c.patient_id))
  from (select * from appointments where status in ('pending_payment', 'confirmed')) a
  full join patient_claims c on c.appointment_id = a.id
 where a.id is null or c.appointment_id is null or c.patient_id <> a.patient_id or c.during <> tstzrange(a.starts_at, a.ends_at)
