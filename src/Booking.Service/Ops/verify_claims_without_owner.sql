-- A claim that is neither a hold's, lapsed and not yet swept included, nor a visit's that was not called off.
select format('claim of hold %s', c.hold_id)
  from slot_claims c
  left join holds h on h.id = c.hold_id and h.doctor_id = c.doctor_id
  left join appointments a on a.id = c.appointment_id
 where case when c.appointment_id is null
            then h.state = 'held' and h.until = c.lapses_at
            else h.state = 'booked' and a.hold_id = c.hold_id and a.status not in ('cancelled', 'refunded')
       end is not true
