create extension if not exists btree_gist;

-- Live claims on a doctor's time, buffer included. The database itself refuses an overlap, whatever the code believes.
-- A claim that has lapsed stays until the next hold or the sweep removes it.
create table slot_claims (
    hold_id        uuid not null constraint slot_claims_pkey primary key,
    doctor_id      uuid not null,
    during         tstzrange not null,
    starts_at      timestamptz not null,
    lapses_at      timestamptz,             -- null: a requested or booked visit, which does not lapse by the clock
    appointment_id uuid,
    constraint slot_claims_do_not_overlap exclude using gist (doctor_id with =, during with &&),
    constraint slot_claims_starts_in_range check (lower(during) = starts_at and not isempty(during)),
    constraint slot_claims_hold_or_visit check ((lapses_at is null) = (appointment_id is not null))
);

-- Every hold that ever was, by its id.
create table holds (
    id        uuid not null constraint holds_pkey primary key,
    slot_id   uuid not null,                -- the slot_lock stream
    doctor_id uuid not null,
    holder    uuid not null,
    type      text not null,
    starts_at timestamptz not null,
    ends_at   timestamptz not null,
    until     timestamptz not null,
    amount    bigint not null,
    currency  text not null,
    version   bigint not null,
    state     text not null check (state in ('held', 'released', 'expired', 'booked'))
);
create index holds_of_holder on holds (holder, until) where state = 'held';
create index holds_to_sweep on holds (until) where state = 'held';
