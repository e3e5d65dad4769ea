-- One row a review, for a doctor's public list and for those who read comments before they are published.
create table reviews (
    id             uuid not null constraint reviews_pkey primary key,
    appointment_id uuid not null,
    doctor_id      uuid not null,
    patient_id     uuid not null,
    rating         integer not null,
    comment        bytea,                   -- sealed under the patient's key; null when nothing was written
    visited        date not null,           -- the visit's local date; its month is told
    status         text not null,
    written_at     timestamptz not null,
    version        bigint not null,
    constraint reviews_of_visit unique (appointment_id),
    constraint reviews_rating_in_range check (rating between 1 and 5)
);
create index reviews_of_doctor on reviews (doctor_id, written_at desc, id desc) where status <> 'rejected';
create index reviews_by_status on reviews (status, written_at, id);

-- What a doctor's ratings add up to: those of all reviews but the rejected ones. A doctor whom nobody has rated has no row.
create table doctor_ratings (
    doctor_id uuid not null constraint doctor_ratings_pkey primary key,
    total     bigint not null,
    count     integer not null,
    average   numeric generated always as (round(total::numeric / nullif(count, 0), 2)) stored, -- null when all were rejected
    constraint doctor_ratings_within_range check (count >= 0 and total between count and 5::bigint * count)
);
create index doctor_ratings_by_average on doctor_ratings (average desc nulls last, doctor_id);
