-- A visit whose promise is missing, is noted as live when it is not, or for another start than the one where it stands.
select format('visit %s', a.id)
  from appointments a
  left join promised_times p on p.appointment_id = a.id
 where (p.starts_at = a.starts_at and p.doctor_id = a.doctor_id and p.live = (a.status in ('pending_payment', 'confirmed'))) is not true
