-- $1 the service's now, $2 at most so many, $3 the new lease, $4 its length, $5 and $6 how many at once an endpoint gets that works and one that
-- fails. In a quarantine nothing is taken. So an endpoint that is slow or dead waits for itself alone.
with taken as (
    select d.id
      from webhooks w
     cross join lateral (
               select q.id, q.next_at
                 from webhook_deliveries q
                where q.webhook_id = w.id and q.state = 'waiting' and q.next_at <= $1
                  and (q.leased_until is null or q.leased_until <= clock_timestamp())
                order by q.next_at, q.id
                limit greatest(0, case when w.failing_since is null then $5 else $6 end - (
                          select count(*) from webhook_deliveries f
                           where f.webhook_id = w.id and f.state = 'waiting' and f.leased_until > clock_timestamp()))
                  for update skip locked) d
     where w.disabled_at is null and not (select outbox_is_quarantined())
     order by d.next_at
     limit $2
)
update webhook_deliveries m
   set lease = $3, leased_until = clock_timestamp() + $4
  from taken, webhooks w
 where m.id = taken.id and w.id = m.webhook_id
returning m.id, w.id, w.url, w.sealed, m.event_id, m.type, m.stream_id, m.version, m.retry
