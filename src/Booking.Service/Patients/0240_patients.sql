-- What is known of a patient lies sealed under a key of their own; deleting that row is what erases the person.
create table patient_keys (
    patient_id  uuid not null constraint patient_keys_pkey primary key,
    wrapped     bytea not null,                 -- sealed with a master key
    created_at  timestamptz not null default now()
);

-- The one key that words are hashed with. It stays when master keys rotate, or no word written before would be found again.
create table search_key (
    single   boolean not null default true constraint search_key_pkey primary key check (single),
    wrapped  bytea not null
);

-- One row a patient who is not erased: sealed details, and hashes to find them by.
create table patients (
    id          uuid not null constraint patients_pkey primary key,
    full_name   bytea not null,
    email       bytea not null,
    phone       bytea not null,
    time_zone   text not null,
    language    text not null,
    email_word  bytea not null,
    words       bytea[] not null,
    version     bigint not null
);
-- Two who are written down with one address at the same time are one patient; the loser looks again.
create unique index patients_email_word on patients (email_word);
create index patients_words on patients using gin (words);
