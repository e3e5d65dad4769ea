-- A hold that lives at $1 and does not claim its time until it lapses.
select format('hold %s', h.id)
  from holds h
  left join slot_claims c on c.hold_id = h.id and c.doctor_id = h.doctor_id and c.lapses_at = h.until
 where h.state = 'held' and h.until > $1 and c.hold_id is null
