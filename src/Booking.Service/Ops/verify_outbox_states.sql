-- A message that is not exactly one of sent, waiting and dead, or that somebody still works on though it is settled.
select format('message %s', id)
  from outbox
 where (sent_at is not null and dead_at is not null)
    or ((sent_at is not null or dead_at is not null) and (lease is not null or leased_until is not null))
    or (dead_at is not null and error is null)
    or (sent_at is not null and attempts = 0)
