-- What operators did at the command line where no event says it: accounts, dead letters, master keys. It names accounts by their id, and outlives them.
create table operator_changes (
    id       bigint generated always as identity primary key,
    at       timestamptz not null,
    by       text not null check (length(by) <= 200),
    change   text not null check (length(change) <= 100),
    subject  uuid,
    detail   text not null check (length(detail) <= 1000)
);
create index operator_changes_subject on operator_changes (subject, id) where subject is not null;
