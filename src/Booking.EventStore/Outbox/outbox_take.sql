-- $1 the service's now, $2 at most so many, $3 the new lease, $4 its length, $5 the types that this process handles.
-- A message of a key is taken only when it is the key's head: the earliest that is neither sent nor a dead letter that
-- lets the others pass. In a quarantine nothing is taken. The scalar subquery keeps that one index probe a candidate, whatever the planner believes.
with taken as (
    select m.position
      from outbox m
     where m.sent_at is null and m.dead_at is null
       and m.deliver_at <= $1
       and (m.retry_at is null or m.retry_at <= $1)
       and (m.leased_until is null or m.leased_until <= clock_timestamp())
       and m.type = any($5)
       and not (select outbox_is_quarantined())
       and (m.order_key is null or m.position = (
               select h.position
                 from outbox h
                where h.order_key = m.order_key and h.sent_at is null and (h.dead_at is null or h.parks)
                order by h.deliver_at, h.position
                limit 1))
     order by m.deliver_at, m.position
     limit $2
       for update of m skip locked
)
update outbox m
   set lease = $3, leased_until = clock_timestamp() + $4, attempts = m.attempts + 1
  from taken
 where m.position = taken.position
returning m.position, m.id, m.order_key, m.type, m.body, m.attempts, m.correlation_id, m.causation_id, m.actor, m.actor_role, m.deliver_at
