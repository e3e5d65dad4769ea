-- Where integrators are told of what happens. Not events: an endpoint that is deleted is gone, with its secret and its log.
create table webhooks (
    id            uuid not null constraint webhooks_pkey primary key,
    doctor_id     uuid,                     -- whose visits it is told of; null: everybody's
    owner         uuid not null generated always as (coalesce(doctor_id, '00000000-0000-0000-0000-000000000000')) stored,
    number        int not null constraint webhooks_are_twenty_at_most check (number between 1 and 20),
    url           text not null,
    events        text[] not null,
    sealed        bytea not null,           -- the secrets, under the master key
    version       bigint not null,
    created_at    timestamptz not null,
    created_by    uuid not null,
    failing_since timestamptz,              -- since then nothing was taken; null while it works
    disabled_at   timestamptz,
    disabled_why  text,
    constraint webhooks_number unique (owner, number),
    constraint webhooks_say_why check ((disabled_at is null) = (disabled_why is null))
);

-- One event to one endpoint: the queue and the log. The body is made of the event each time it is sent.
create table webhook_deliveries (
    id           uuid not null constraint webhook_deliveries_pkey primary key,
    webhook_id   uuid not null references webhooks (id) on delete cascade,
    event_id     uuid not null,
    type         text not null,
    stream_id    uuid not null,
    version      bigint not null,
    happened_at  timestamptz not null,
    state        text not null constraint webhook_deliveries_state check (state in ('waiting', 'delivered', 'dead')),
    attempts     int not null default 0,
    retry        int not null default 0,    -- place in the schedule of retries
    status_code  int,
    error        text,
    duration_ms  int,
    created_at   timestamptz not null,
    tried_at     timestamptz,
    next_at      timestamptz,
    lease        uuid,
    leased_until timestamptz,               -- in the database's own time
    constraint webhook_deliveries_once unique (webhook_id, event_id),
    constraint webhook_deliveries_next check ((state = 'waiting') = (next_at is not null))
);
create index webhook_deliveries_due on webhook_deliveries (webhook_id, next_at, id) where state = 'waiting';
create index webhook_deliveries_log on webhook_deliveries (webhook_id, created_at desc, id desc);
create index webhook_deliveries_age on webhook_deliveries (created_at);
