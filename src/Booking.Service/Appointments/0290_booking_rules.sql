alter table calendars
    add column followup_within_days int not null default 0,
    add column policy_version       bigint,              -- of the doctor's stream, when the policy was set
    add column licensed_in          text[] not null default '{}';
update calendars
   set policy_version = (select max(version) from mt_events where stream_id = doctor_id and type = 'doctor_policy_changed');

-- What a visit says now, also where it was booked before it could say so.
update appointments set body = body || '{"seriesId": null}';

-- The time of each live visit on its patient's side, as slot_claims has it on the doctor's: nobody is at two places at once.
create table patient_claims (
    appointment_id uuid not null constraint patient_claims_pkey primary key,
    patient_id     uuid not null,
    during         tstzrange not null,
    may_overlap    boolean not null,        -- the desk wished it so, nobody chose the time, or it was booked before there was this rule
    constraint patient_is_at_one_visit exclude using gist (patient_id with =, during with &&) where (not may_overlap),
    constraint patient_claims_last check (not isempty(during))
);
create index patient_claims_of_patient on patient_claims (patient_id);
insert into patient_claims
select id, patient_id, tstzrange(starts_at, ends_at), true from appointments where status in ('pending_payment', 'confirmed');

-- A set of doctors is asked for by word, whatever its case.
create function lowered(words text[]) returns text[] language sql immutable strict parallel safe as
    $$ select coalesce(array_agg(lower(word)), '{}') from unnest(words) word $$;
create index doctors_of_specialty on doctors using gin (lowered(specialties)) where verified and accepting;
create index doctors_of_language on doctors using gin (lowered(languages)) where verified and accepting;
