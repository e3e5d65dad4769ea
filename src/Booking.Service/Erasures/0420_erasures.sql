-- Who was erased and when. With it an erasure ledger, which lives outside, is compared after a restore.
create table erasures (
    patient_id uuid not null constraint erasures_pkey primary key,
    erased_at  timestamptz not null
);
insert into erasures select stream_id, min(timestamp) from mt_events where type = 'patient_erased' group by stream_id;
