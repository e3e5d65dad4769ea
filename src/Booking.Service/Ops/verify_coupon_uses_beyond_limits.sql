-- A coupon that more visits held at some moment than it allows, all patients' or one's; or a visit that held two uses, or gave back one that it did not hold.
with use as (
    select stream_id as id, version, data ->> 'patient' as patient, data ->> 'appointment' as visit,
           case type when 'coupon_redeemed' then 1 else -1 end as step
      from mt_events
     where type in ('coupon_redeemed', 'redemption_released')
),
held as (
    select id, patient, visit,
           sum(step) over (partition by id order by version) as by_all,
           sum(step) over (partition by id, patient order by version) as by_patient,
           sum(step) over (partition by visit order by version) as by_visit
      from use
)
select format('coupon %s: %s uses of %s at most, %s by one patient of %s at most, %s by one visit', h.id,
              max(h.by_all), c.data ->> 'maxUses', max(h.by_patient), c.data ->> 'maxUsesPerPatient', max(h.by_visit))
  from held h
  join mt_events c on c.stream_id = h.id and c.type = 'coupon_created'
 group by h.id, c.data
having max(h.by_all) > (c.data ->> 'maxUses')::bigint
    or max(h.by_patient) > (c.data ->> 'maxUsesPerPatient')::bigint
    or max(h.by_visit) > 1 or min(h.by_visit) < 0
