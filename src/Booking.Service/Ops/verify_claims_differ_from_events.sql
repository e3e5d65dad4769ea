-- A claim whose range is not the one that the event of its hold fixed.
select format('claim of hold %s', c.hold_id)
  from slot_claims c
  left join holds h on h.id = c.hold_id
  left join mt_events e on e.stream_id = h.slot_id and e.type = 'slot_held' and e.data ->> 'hold' = c.hold_id::text
 where (e.data ->> 'doctor' = c.doctor_id::text
        and c.during = tstzrange((e.data ->> 'start')::timestamptz, (e.data ->> 'busyUntil')::timestamptz)) is not true
