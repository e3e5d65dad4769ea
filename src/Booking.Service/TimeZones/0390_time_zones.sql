-- The wall time that each visit was promised, and by which rules its instant was judged last.
create table promised_times (
    appointment_id uuid not null constraint promised_times_pkey primary key,
    doctor_id      uuid not null,
    local_start    text not null,           -- as 2026-12-01T09:00:00, in zone
    zone           text not null,
    starts_at      timestamptz not null,
    live           boolean not null,        -- waits for its money, or is confirmed
    judged_by      text collate "C" not null,
    conflict       text                     -- why the visit does not stand at that wall time; null: it does
);
create index promised_times_to_judge on promised_times (starts_at, judged_by, doctor_id) where live;

insert into promised_times (appointment_id, doctor_id, local_start, zone, starts_at, live, judged_by)
select a.id, a.doctor_id, e.data ->> 'localStart', e.data ->> 'timeZone', a.starts_at, a.status in ('pending_payment', 'confirmed'), e.data ->> 'tzdb'
  from appointments a
 cross join lateral (select data from mt_events
                      where stream_id = a.id and type in ('appointment_requested', 'appointment_rescheduled')
                      order by version desc limit 1) e;

-- The version that ops went back from; only a later one is applied without an order.
alter table calendars add column tzdb_left text;
create index calendars_by_tzdb on calendars ((tzdb collate "C"), doctor_id);

-- One application of other rules, over all doctors that it came to.
create table time_zone_runs (
    id            uuid not null constraint time_zone_runs_pkey primary key,
    at            timestamptz not null,     -- of its first doctor
    from_version  text collate "C" not null,-- the oldest that it came upon
    to_version    text not null,
    doctors       int not null,
    slots_changed int not null,
    visits_moved  int not null,
    conflicts     int not null
);
create index time_zone_runs_by_time on time_zone_runs (at, id);

-- What each run did with each visit whose promised wall time is another instant since.
create table time_zone_visits (
    run_id         uuid not null,
    appointment_id uuid not null,
    doctor_id      uuid not null,
    local_start    text not null,
    zone           text not null,
    old_start      timestamptz not null,
    new_start      timestamptz not null,
    outcome        text not null,           -- moved, taken, past
    constraint time_zone_visits_pkey primary key (run_id, appointment_id)
);
