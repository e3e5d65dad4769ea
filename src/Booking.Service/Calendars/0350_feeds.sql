-- What a calendar asks of a visit beside its times: how often it was moved or called off, and when anything of it last changed.
alter table appointments add column changes int not null default 0, add column changed_at timestamptz;
update appointments a
   set changes = e.changes, changed_at = e.changed_at
  from (select stream_id, max(timestamp) as changed_at,
               count(*) filter (where type in ('appointment_rescheduled', 'appointment_cancelled', 'appointment_reinstated')
                                   or (type = 'appointment_time_moved_by_law' and data ->> 'hold' is not null)) as changes
          from mt_events group by stream_id) e
 where e.stream_id = a.id;
alter table appointments alter column changed_at set not null;

-- Addresses under which calendar programs read somebody's visits without a sign-in. Only the hash of a token is kept.
create table feeds (
    id         uuid not null constraint feeds_pkey primary key,
    token_hash bytea not null constraint feeds_token unique,
    account_id uuid not null,
    number     int not null constraint feeds_are_ten_at_most check (number between 1 and 10),
    patient_id uuid,
    doctor_id  uuid,
    created_at timestamptz not null,
    constraint feeds_number unique (account_id, number),
    constraint feeds_are_of_one check ((patient_id is null) <> (doctor_id is null))
);

-- The right-hand side of every UID that was ever given out. It is the host of the first public address, and stays when that changes:
-- a calendar that is told another UID shows the visit twice.
create table calendar_host (
    one  boolean not null default true constraint calendar_host_pkey primary key constraint calendar_host_is_one check (one),
    host text not null
);
