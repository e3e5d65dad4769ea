-- A message that is not exactly one of sent, waiting and dead, or that somebody still works on though it is settled.
select format('message %s', id)
  from outbox
 where (sent_at is not null and dead_at is not null)
    or ((sent_at is not null or dead_at is not null) and (lease is not null or leased_until is not null))
    or (dead_at is not null and error is null)
    or (sent_at is not null and attempts = 0)
union all
-- Those that are there and those that were forgotten are no more than were ever asked for.
select format('%s messages are there, %s forgotten, %s were asked for', o.kept, f.forgotten, q.last_value)
  from (select count(*) as kept from outbox) o, (select coalesce(sum(messages), 0) as forgotten from outbox_forgotten) f, outbox_position_seq q
 where o.kept + f.forgotten > q.last_value
