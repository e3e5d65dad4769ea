-- Whether the claims are still those that the moves were decided on.
select expect(
    (select array_agg(coalesce(appointment_id, hold_id) order by coalesce(appointment_id, hold_id))
       from slot_claims where doctor_id = $1 and upper(during) > $2 and (lapses_at is null or lapses_at > $2))
    is not distinct from (select array_agg(id order by id) from unnest($3) as claim (id)),
    'clock_claims_as_read')
