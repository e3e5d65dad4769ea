-- Messages that a committed event, or a command of its own, has asked for. They carry ids, never data.
-- deliver_at, retry_at and the other times are the service's clock (IClock); leased_until is the database's own time,
-- because a lease is about a process that may have died, not about a decision.
create table outbox (
    position       bigint generated always as identity primary key,
    id             uuid not null unique,
    order_key      uuid,
    parks          boolean not null,
    type           text not null check (length(type) <= 100),
    body           jsonb not null,
    deliver_at     timestamptz not null,
    retry_at       timestamptz,
    attempts       integer not null default 0 check (attempts >= 0),
    lease          uuid,
    leased_until   timestamptz,
    sent_at        timestamptz,
    dead_at        timestamptz,
    error          text check (length(error) <= 4000),
    correlation_id text not null,
    causation_id   text,
    actor          text not null,
    actor_role     text not null,
    created_at     timestamptz not null,
    constraint outbox_sent_or_dead check (sent_at is null or dead_at is null),
    constraint outbox_lease_is_whole check ((lease is null) = (leased_until is null)),
    constraint outbox_settled_has_no_lease check (lease is null or (sent_at is null and dead_at is null))
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);

-- The take query walks this one; sent rows, however many, are not in it.
create index outbox_waiting on outbox (deliver_at, position) where sent_at is null and dead_at is null;

-- The head of a key. A dead letter that parks stays in it and so stands before all that follow.
create index outbox_head on outbox (order_key, deliver_at, position)
    where order_key is not null and sent_at is null and (dead_at is null or parks);

create index outbox_dead on outbox (position) where dead_at is not null;
