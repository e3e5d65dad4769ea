-- One row a visit, for lists and the day; the visit itself is folded from its stream.
create table appointments (
    id         uuid not null constraint appointments_pkey primary key,
    doctor_id  uuid not null,
    patient_id uuid not null,
    slot_id    uuid not null,
    hold_id    uuid not null,
    pay_by     timestamptz,
    starts_at  timestamptz not null,
    ends_at    timestamptz not null,
    status     text not null,
    payment_id uuid,
    due        bigint not null,
    kept       bigint not null,             -- what the clinic may keep: due, the fee after a cancellation, or 0
    currency   text not null,
    version    bigint not null,
    body       jsonb not null               -- the visit as its events say, without personal data
);
create index appointments_of_doctor on appointments (doctor_id, starts_at, id);
create index appointments_of_patient on appointments (patient_id, starts_at, id);
create index appointments_by_start on appointments (starts_at, id);
create unique index appointments_hold on appointments (hold_id);
create index appointments_unpaid on appointments (pay_by) where status = 'pending_payment';
