-- A payment without its visit, a visit without its payment, or the two of a different amount or currency.
select format('payment %s: visit %s', p.id, p.appointment_id)
  from payments p
  left join appointments a on a.id = p.appointment_id and a.payment_id = p.id and a.currency = p.currency and a.due = p.amount
 where a.id is null
union all
select format('visit %s: payment %s', a.id, a.payment_id)
  from appointments a
  left join payments p on p.id = a.payment_id and p.appointment_id = a.id
 where p.id is null and (a.payment_id is not null or a.due > 0)
