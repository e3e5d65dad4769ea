-- Money through providers: pages, captures, refunds under way, and what people have to look at.

-- A payer may pay twice before the second amount is on its way back, so what was captured may exceed the price for a moment.
alter table payments drop constraint payments_captured_once;
alter table payments
    add column refunding  bigint not null default 0,    -- decided to go back and not there yet
    add column stuck      bigint not null default 0,    -- should have gone back and did not: people see to it
    add column attempts   integer not null default 0,   -- pages asked for
    add column watched_at timestamptz,                  -- since when the provider is asked how it stands
    add column expires_at timestamptz,                  -- when the last page ends
    add column watch_till timestamptz;                  -- until when it is asked; null: nothing to ask
alter table payments drop constraint payments_never_negative, drop constraint payments_refund_within_captured;
alter table payments
    add constraint payments_never_negative check (captured >= 0 and refunded >= 0 and refunding >= 0 and stuck >= 0 and to_hand_back >= 0),
    add constraint payments_refund_within_captured check (refunded + refunding <= captured);
create index payments_watched on payments (watch_till) where watch_till is not null;

-- The same money is counted once, whichever payment it claims to be for.
create table payment_captures (
    account_id uuid not null,
    reference  text not null,               -- the provider's id of the payment
    payment_id uuid not null,
    constraint payment_captures_count_once primary key (account_id, reference)
);

create table anomalies (
    payment_id  uuid not null,
    number      integer not null,
    kind        text not null,
    detail      text not null,
    found_at    timestamptz not null,
    resolved_at timestamptz,
    constraint anomalies_pkey primary key (payment_id, number)
);
create index anomalies_by_time on anomalies (found_at, payment_id, number);

-- Not a projection, as all that follows: what was sent to a provider, to the byte, so that a repeat is the same and its number is known.
create table provider_requests (
    operation  uuid not null constraint provider_requests_pkey primary key,
    payment_id uuid not null,
    body       text not null,
    written_at timestamptz not null,
    sends      integer not null default 0,
    sent_at    timestamptz,                 -- the last time
    misses     integer not null default 0   -- how often the provider was asked for it and knew nothing
);

-- Notifications as they came. The key is kept for ever, the body, sealed under the patient's key, for thirty days.
create table notifications (
    account_id  uuid not null,
    key         text not null,
    type        text not null,
    payment_id  uuid,
    received_at timestamptz not null,
    body        bytea,
    constraint notifications_come_once primary key (account_id, key)
);
create index notifications_by_age on notifications (received_at) where body is not null;

-- When a payment was last compared with its provider, and when it is to be compared again.
create table payment_checks (
    payment_id uuid not null constraint payment_checks_pkey primary key,
    checked_at timestamptz not null,
    next_at    timestamptz not null
);
