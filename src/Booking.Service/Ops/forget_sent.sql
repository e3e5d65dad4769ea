-- One page of the outbox after position $2, at most $3 rows: deletes those sent until $1 and counts them. Who was asked for later cannot have
-- been sent before, so the rows are walked from the oldest on by their key, and sending needs no index more.
with page as (
    select position, created_at from outbox where position > $2 order by position limit $3
),
gone as (
    delete from outbox o using page p where o.position = p.position and o.sent_at <= $1 returning o.type, o.sent_at
),
counted as (
    insert into outbox_forgotten (type, messages, last_sent_at)
    select type, count(*), max(sent_at) from gone group by type order by type
    on conflict (type) do update
       set messages = outbox_forgotten.messages + excluded.messages, last_sent_at = greatest(outbox_forgotten.last_sent_at, excluded.last_sent_at)
    returning 1
)
select (select count(*) from gone), coalesce(max(position), 0), count(*), coalesce(bool_or(created_at <= $1), false) from page
