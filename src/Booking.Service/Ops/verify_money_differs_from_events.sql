-- A payment whose sums are not those of its events.
with event as (
    select e.stream_id as id, e.version, e.type, e.data
      from mt_events e join mt_streams s on s.id = e.stream_id and s.type = 'payment'
),
-- Each refund with its last outcome: a provider may take back that it succeeded.
refund as (
    select r.id, (r.data #>> '{amount,amount}')::bigint as amount, r.data ->> 'operation' is null as by_people,
           coalesce(r.data ->> 'why', 'cancellation') = 'by_hand' as at_provider,
           (select o.type from event o
             where o.id = r.id and o.type in ('refund_succeeded', 'refund_failed') and o.data -> 'number' = r.data -> 'number'
             order by o.version desc limit 1) as outcome
      from event r
     where r.type = 'refund_requested'
),
back as (
    select id, sum(amount) filter (where outcome = 'refund_succeeded') as refunded, sum(amount) filter (where outcome is null) as refunding,
           sum(amount) filter (where outcome = 'refund_succeeded' and by_people and not at_provider) as in_cash
      from refund group by id
),
counted as (
    select e.id, sum((e.data #>> '{captured,amount}')::bigint) filter (where e.type = 'payment_paid') as captured,
           sum((e.data #>> '{amount,amount}')::bigint) filter (where e.type = 'cash_handed_back') as handed_back
      from event e group by e.id
)
select format('payment %s', coalesce(p.id, c.id))
  from payments p
  full join counted c on c.id = p.id
  left join back b on b.id = c.id
 where (p.captured = coalesce(c.captured, 0) and p.refunded = coalesce(b.refunded, 0) and p.refunding = coalesce(b.refunding, 0)
        and p.to_hand_back = coalesce(b.in_cash, 0) - coalesce(c.handed_back, 0)) is not true
