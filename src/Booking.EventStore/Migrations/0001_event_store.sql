-- The tables of Marten 9 with its default settings and its optional metadata columns, column for column.
-- What is ours beside them has names of its own.
create table mt_streams (
    id          uuid not null constraint pkey_mt_streams_id primary key,
    type        varchar,
    version     bigint,
    timestamp   timestamptz not null default now(),
    created     timestamptz not null default now(),
    tenant_id   varchar default '*DEFAULT*',
    is_archived boolean default false
);

create sequence mt_events_sequence;

create table mt_events (
    seq_id         bigint not null constraint pkey_mt_events_seq_id primary key,
    id             uuid not null,
    stream_id      uuid constraint fkey_mt_events_stream_id references mt_streams (id) on delete cascade,
    version        bigint not null,
    data           jsonb not null,
    bdata          bytea,
    type           varchar(500) not null,
    timestamp      timestamptz not null default now(),
    tenant_id      varchar default '*DEFAULT*',
    mt_dotnet_type varchar,
    is_archived    boolean default false,
    correlation_id varchar,
    causation_id   varchar,
    headers        jsonb,
    user_name      varchar
);
create unique index pk_mt_events_stream_and_version on mt_events (stream_id, version);

create table mt_event_progression (
    name         varchar not null constraint pk_mt_event_progression primary key,
    last_seq_id  bigint,
    last_updated timestamptz default transaction_timestamp()
);

-- Events are immutable (guarantee E4), whoever asks.
create function events_are_immutable() returns trigger language plpgsql as $$
begin
    raise exception 'Events are immutable: % on % is refused.', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger events_are_immutable before update or delete or truncate on mt_events
    for each statement execute function events_are_immutable();

-- A rule that a batch states a second time: false ends the whole transaction, and the name says which rule it was.
create function expect(holds boolean, rule text) returns void language plpgsql as $$
begin
    if holds is not true then
        raise exception 'The rule % does not hold.', rule using errcode = 'check_violation', constraint = rule;
    end if;
end $$;

-- The state of a long stream at some version. Never older than what it is built from, never needed to rebuild it.
create table stream_snapshots (
    stream_id uuid not null constraint stream_snapshots_pkey primary key references mt_streams (id),
    schema    int not null,
    version   bigint not null,
    data      jsonb not null
);

-- What a client was answered under its key, written in the transaction of the events.
create table idempotency (
    caller      text not null,
    key         text not null,
    fingerprint bytea not null,
    status      int not null,
    location    text,
    etag        text,
    body        bytea not null,
    created_at  timestamptz not null,
    constraint idempotency_pkey primary key (caller, key)
);
create index idempotency_created_at on idempotency (created_at);
