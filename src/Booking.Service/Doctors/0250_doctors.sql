-- The directory: one row a doctor.
create table doctors (
    id             uuid not null constraint doctors_pkey primary key,
    full_name      text not null,
    email          text not null,
    phone          text not null,
    specialties    text[] not null,
    languages      text[] not null,
    words          text not null,           -- lower-case text that a search looks into
    standard_fee   bigint not null,
    currency       text not null,
    verified       boolean not null,
    accepting      boolean not null,
    version        bigint not null,
    body           jsonb not null           -- the doctor as their events say
);
create index doctors_by_name on doctors (full_name, id) where verified;
create index doctors_by_fee on doctors (standard_fee, id) where verified;
