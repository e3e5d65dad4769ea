-- A slot that stands booked for a visit which does not have it, or a live visit whose slot is not booked for it.
with booked as (
    select s.id as slot_id, (e.data ->> 'appointment')::uuid as appointment_id
      from mt_streams s
      join mt_events e on e.stream_id = s.id and e.version = s.version
     where s.type = 'slot_lock' and e.type = 'slot_booked'
)
select format('slot %s: booked for visit %s', b.slot_id, b.appointment_id)
  from booked b
  left join appointments a on a.id = b.appointment_id and a.slot_id = b.slot_id and a.status not in ('cancelled', 'refunded')
 where a.id is null
union all
select format('visit %s: slot %s is not booked for it', a.id, a.slot_id)
  from appointments a
  left join booked b on b.slot_id = a.slot_id and b.appointment_id = a.id
 where a.status in ('pending_payment', 'confirmed') and b.slot_id is null
