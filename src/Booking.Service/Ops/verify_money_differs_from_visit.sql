-- What was captured and has not gone back is not what the visit lets the clinic keep: all of it when confirmed, the fee
-- when called off, nothing while it waits to be paid. Manual refunds succeed at once, so none may be under way.
select format('visit %s (%s): keeps %s, may keep %s', a.id, a.status, p.captured - p.refunded, a.kept)
  from appointments a
  join payments p on p.id = a.payment_id
 where p.captured - p.refunded <> a.kept
    or (a.status = 'pending_payment' and p.captured <> 0)
    or (a.status in ('confirmed', 'completed') and a.kept <> a.due)
union all
select format('payment %s: refund %s is under way', r.stream_id, r.data ->> 'number')
  from mt_events r
  join payments p on p.id = r.stream_id and p.provider = 'manual'
 where r.type = 'refund_requested'
   and not exists (select from mt_events s
                    where s.stream_id = r.stream_id and s.type = 'refund_succeeded' and s.data -> 'number' = r.data -> 'number')
