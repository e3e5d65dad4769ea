create table payments (
    id             uuid not null constraint payments_pkey primary key,
    appointment_id uuid not null,
    doctor_id      uuid not null,
    provider       text not null,
    status         text not null,
    currency       text not null,
    amount         bigint not null,
    captured       bigint not null,
    refunded       bigint not null,
    to_hand_back   bigint not null,         -- refunded in cash and not yet ticked at the desk
    since          timestamptz,             -- when that was decided
    version        bigint not null,
    constraint payments_never_negative check (captured >= 0 and refunded >= 0 and to_hand_back >= 0),
    constraint payments_refund_within_captured check (refunded <= captured),
    constraint payments_captured_once check (captured <= amount)
);
create unique index payments_of_appointment on payments (appointment_id);
create index payments_to_hand_back on payments (doctor_id) where to_hand_back > 0;
