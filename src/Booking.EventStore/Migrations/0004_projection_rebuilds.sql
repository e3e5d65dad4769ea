-- How the last rebuild of each projection stands: what it goes on from after a crash, and what ops are shown.
create table projection_rebuilds (
    name       text not null constraint projection_rebuilds_pkey primary key,
    state      text not null check (state in ('building', 'catching_up', 'comparing', 'swapping', 'done', 'failed', 'cancelled', 'interrupted')),
    version    int not null,                -- of the projection that is built
    program    text not null,               -- which built it: another one begins anew
    shape      text not null,               -- of the live tables when it began
    fence      bigint not null,             -- the streams are folded up to here; what is later is caught up with
    cursor     uuid,                        -- the last stream whose rows are in the shadow
    position   bigint not null default 0,   -- the last event of the log that is applied to the shadow
    done       bigint not null default 0,   -- events
    total      bigint not null,
    rate       float8,                      -- events a second
    parity     jsonb,
    error      text,
    asked_by   text not null,
    stop       boolean not null default false,
    started_at timestamptz not null default now(),
    ended_at   timestamptz
);

-- By which version of its rules a projection's live tables were made. A projection without a row has its first.
create table projection_versions (
    name    text not null constraint projection_versions_pkey primary key,
    version int not null,
    since   timestamptz not null default now()
);
