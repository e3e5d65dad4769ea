-- One row a coupon; what it grants stands in body, as its events say.
create table coupons (
    id        uuid not null constraint coupons_pkey primary key,
    doctor_id uuid,                         -- null: good with every doctor of the clinic
    code      text not null,
    active    boolean not null,
    uses      bigint not null,              -- held now: redeemed and not given back
    max_uses  bigint,
    version   bigint not null,
    body      jsonb not null,
    constraint coupons_code unique nulls not distinct (doctor_id, code),
    constraint coupons_uses_within_limit check (uses >= 0 and (max_uses is null or uses <= max_uses))
);

-- Which visit holds a use: one at most, and of one coupon.
create table coupon_claims (
    appointment_id uuid not null constraint coupon_claims_pkey primary key,
    coupon_id      uuid not null,
    patient_id     uuid not null
);

-- How many uses each patient holds, kept for coupons that limit it.
create table coupon_patients (
    coupon_id  uuid not null,
    patient_id uuid not null,
    uses       integer not null,
    most       integer not null,
    constraint coupon_patients_pkey primary key (coupon_id, patient_id),
    constraint coupon_patients_within_limit check (uses between 0 and most)
);

-- So that a visit's commands load its coupon with the rest.
alter table appointments add column coupon_id uuid;
