-- A payment whose sums are not those of its events.
with counted as (
    select e.stream_id as id,
           coalesce(sum((e.data #>> '{captured,amount}')::bigint) filter (where e.type = 'payment_paid'), 0) as captured,
           coalesce(sum((r.data #>> '{amount,amount}')::bigint) filter (where e.type = 'refund_succeeded'), 0) as refunded,
           coalesce(sum((e.data #>> '{amount,amount}')::bigint) filter (where e.type = 'cash_handed_back'), 0) as handed_back
      from mt_events e
      join mt_streams s on s.id = e.stream_id and s.type = 'payment'
      left join mt_events r on e.type = 'refund_succeeded' and r.stream_id = e.stream_id and r.type = 'refund_requested'
                           and r.data -> 'number' = e.data -> 'number'
     group by e.stream_id
)
select format('payment %s', coalesce(p.id, c.id))
  from payments p
  full join counted c on c.id = p.id
 where (p.captured = c.captured and p.refunded = c.refunded and p.to_hand_back = c.refunded - c.handed_back) is not true
