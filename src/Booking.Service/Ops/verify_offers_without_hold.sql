-- An offer to who waits that is no hold in the patient's name, or a hold that was made for an entry which does not know of it.
select format('waitlist entry %s: hold %s', e.id, e.hold_id)
  from waitlist_entries e
  left join holds h on h.id = e.hold_id
 where e.state = 'offered' and (h.holder = e.patient_id and h.doctor_id = e.doctor_id and h.type = e.type and h.starts_at = e.offered_start) is not true
union all
select format('hold %s: waitlist entry %s', h.id, s.data ->> 'waiting')
  from holds h
  join mt_events s on s.stream_id = h.slot_id and s.type = 'slot_held' and s.data ->> 'hold' = h.id::text and s.data ->> 'waiting' is not null
 where not exists (select from mt_events o where o.type = 'waitlist_offered' and o.data ->> 'hold' = h.id::text and o.data ->> 'entry' = s.data ->> 'waiting')
