-- A doctor's accounts with payment providers, as their events say.
create table gateway_accounts (
    id          uuid not null constraint gateway_accounts_pkey primary key,
    doctor_id   uuid not null,
    provider    text not null,
    live        boolean not null,
    currency    text,                   -- null: any
    region      text,
    profile_id  bigint,
    active      boolean not null        -- takes new payments
);
-- Of two accounts that both took new payments nobody could say which was meant.
create unique index gateway_accounts_active on gateway_accounts (doctor_id, provider) where active;

-- What of an account is secret, sealed with a master key. No projection: the log does not know it, so a rebuild leaves it alone.
create table gateway_secrets (
    account_id  uuid not null constraint gateway_secrets_pkey primary key,
    sealed      bytea not null,
    updated_at  timestamptz not null
);
