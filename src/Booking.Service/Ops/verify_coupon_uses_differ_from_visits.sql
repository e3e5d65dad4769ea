-- A visit that should hold a use of its coupon and does not, or holds one and should not. It holds one while it lives, and after that as long
-- as something that was paid remains. A refund that failed after it had arrived gets its use again only while there is room for it.
with held as (
    select (data ->> 'appointment')::uuid as visit, stream_id as coupon
      from mt_events
     where type in ('coupon_redeemed', 'redemption_released')
     group by 1, 2
    having sum(case type when 'coupon_redeemed' then 1 else -1 end) > 0
),
visit as (
    select a.id, a.status, a.coupon_id, p.id is null as nothing_due, coalesce(p.captured, 0) as captured,
           coalesce(p.captured - p.refunded, 0) as remaining, a.kept, a.status in ('pending_payment', 'confirmed') as lives,
           exists (select from mt_events f where f.stream_id = p.id and f.type = 'refund_failed') as refund_failed
      from appointments a
      left join payments p on p.id = a.payment_id
     where a.coupon_id is not null
)
select format('visit %s (%s): holds no use of coupon %s', v.id, v.status, v.coupon_id)
  from visit v
  left join held h on h.visit = v.id and h.coupon = v.coupon_id
 where h.visit is null and not v.refund_failed
   and case when v.nothing_due then v.status not in ('cancelled', 'refunded')
            when v.lives then v.captured = 0 or v.remaining > 0
            else v.remaining > 0 and v.kept > 0
       end
union all
select format('visit %s (%s): holds a use of coupon %s', h.visit, v.status, h.coupon)
  from held h
  left join visit v on v.id = h.visit and v.coupon_id = h.coupon
 where v.id is null
    or (not v.lives and case when v.nothing_due then v.status in ('cancelled', 'refunded') else v.remaining = 0 end)
