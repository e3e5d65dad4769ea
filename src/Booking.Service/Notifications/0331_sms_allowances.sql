-- How many SMS went to a patient since when: a day after the first of them they are counted anew.
create table sms_allowances (
    patient_id uuid not null constraint sms_allowances_pkey primary key,
    since      timestamptz not null,
    sent       int not null
);
