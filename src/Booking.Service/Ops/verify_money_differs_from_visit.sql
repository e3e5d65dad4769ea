-- What was captured and has not gone back, nor is on its way, is not what the visit lets the clinic keep: all of it when confirmed, less
-- what was given back freely; the fee when called off; nothing while it waits to be paid. What failed to go back stands apart, and then
-- people have been told. Of a missed or cancelled visit the clinic keeps the fee that was told; of one that was closed by mistake and stands
-- again, what is left.
with refund as (
    select r.stream_id as id, coalesce(r.data ->> 'why', 'cancellation') as why, (r.data #>> '{amount,amount}')::bigint as amount,
           exists (select from mt_events f where f.stream_id = r.stream_id and f.type = 'refund_failed' and f.data -> 'number' = r.data -> 'number') as failed
      from mt_events r
     where r.type = 'refund_requested'
),
given as (
    select id, sum(amount) filter (where why in ('desk', 'by_hand') and not failed) as freely,
           sum(amount) filter (where why = 'no_show') as for_no_show,
           sum(amount) filter (where why = 'desk' and failed) as not_arrived
      from refund group by id
),
ended as (
    select distinct on (stream_id) stream_id as id, (data #>> '{fee,amount}')::bigint as fee
      from mt_events where type in ('appointment_no_show', 'appointment_cancelled') order by stream_id, version desc
)
select format('visit %s (%s): keeps %s, may keep %s', a.id, a.status, p.captured - p.refunded - p.refunding, a.kept)
  from appointments a
  join payments p on p.id = a.payment_id
  left join given g on g.id = p.id
  left join ended m on m.id = a.id
 where p.captured - p.refunded - p.refunding - p.stuck <> a.kept
    or (a.status in ('confirmed', 'completed') and a.kept not between a.due - coalesce(g.freely, 0) - coalesce(g.for_no_show, 0) and a.due)
    or (a.status in ('no_show', 'cancelled', 'refunded') and (a.kept between m.fee - coalesce(g.freely, 0) and m.fee + coalesce(g.not_arrived, 0)) is not true)
    or (a.status = 'pending_payment' and a.kept <> 0)
union all
select format('payment %s: %s did not go back and nobody was told', p.id, p.stuck)
  from payments p
 where p.stuck > 0 and not exists (select from anomalies n where n.payment_id = p.id and n.kind = 'refund_failed')
union all
select format('payment %s: refund %s at the desk is under way', r.stream_id, r.data ->> 'number')
  from mt_events r
 where r.type = 'refund_requested' and r.data ->> 'operation' is null
   and not exists (select from mt_events s
                    where s.stream_id = r.stream_id and s.type in ('refund_succeeded', 'refund_failed') and s.data -> 'number' = r.data -> 'number')
union all
select format('payment %s: %s is on its way back, nobody asks about it any more and nobody was told', p.id, p.refunding)
  from payments p
 where p.refunding > 0 and p.watch_till < $1 - interval '1 day'
   and not exists (select from anomalies n where n.payment_id = p.id and n.kind = 'refund_unresolved')
