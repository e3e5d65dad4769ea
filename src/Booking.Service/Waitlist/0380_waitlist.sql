-- A row a wish of a patient for a doctor's time, made from the doctor's waitlist stream alone.
create table waitlist_entries (
    id            uuid not null constraint waitlist_entries_pkey primary key,
    doctor_id     uuid not null,
    patient_id    uuid not null,
    type          text not null,
    from_date     date not null,            -- of the doctor's zone, both included
    to_date       date not null,
    ends_at       timestamptz not null,     -- when the span is over; from then on it waits no more, noted or not
    joined_at     timestamptz not null,
    place         bigint not null,          -- the version at which it joined: the order of the list
    state         text not null check (state in ('waiting', 'offered', 'ended')),
    hold_id       uuid,                     -- the offer that stands, or stood last as far as is noted
    offered_start timestamptz,
    why           text,
    version       bigint not null,          -- counts the entry's own changes
    constraint waitlist_entries_span check (from_date <= to_date),
    constraint waitlist_entries_offer check ((state = 'offered') = (hold_id is not null) and (hold_id is null) = (offered_start is null)),
    constraint waitlist_entries_why check ((state = 'ended') = (why is not null))
);
create unique index waitlist_places on waitlist_entries (doctor_id, place);
create unique index waitlist_one_wish on waitlist_entries (patient_id, doctor_id, type, from_date, to_date) where state <> 'ended';
create unique index waitlist_one_offer on waitlist_entries (hold_id) where hold_id is not null;
create index waitlist_of_doctor on waitlist_entries (doctor_id, place) where state <> 'ended';
