-- What a hold needs to know of a doctor, in one row: written by the doctor's and the schedule's events.
create table calendars (
    doctor_id            uuid not null constraint calendars_pkey primary key,
    schedule_id          uuid not null,
    schedule_version     bigint not null,   -- the calendar lock: mt_streams.version of schedule_id
    zone                 text not null,
    verified             boolean not null,
    accepting            boolean not null,
    notice_minutes       int not null,
    horizon_days         int not null,
    hold_minutes         int not null,
    payment_minutes      int not null,
    manual_payment_hours int not null,
    standard_fee         bigint not null,
    followup_fee         bigint not null,
    currency             text not null,
    policy               jsonb,
    offered_from         date,              -- the window dates that offered_slots covers, both included
    offered_through      date,
    tzdb                 text               -- the version of the time zone database they were computed with
);

-- The starts that a schedule offers, before anything is subtracted. A date may have several windows of a type.
create table offered_slots (
    doctor_id      uuid not null,
    type           text not null,
    date           date not null,           -- the local date on which the window starts
    window_start   timestamptz not null,
    window_end     timestamptz not null,
    slot_minutes   int not null,
    buffer_minutes int not null,
    max_patients   int,
    starts         timestamptz[] not null,
    constraint offered_slots_pkey primary key (doctor_id, type, date, window_start)
);
