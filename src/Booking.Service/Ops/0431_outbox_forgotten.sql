-- How many sent messages were deleted after their time, by type: those ever sent are these and the ones that are still there.
create table outbox_forgotten (
    type         text not null constraint outbox_forgotten_pkey primary key,
    messages     bigint not null check (messages > 0),
    last_sent_at timestamptz not null
);
