-- The store's tables once more, with the same columns, indexes, constraints and settings, for the side written by hand.
create schema raw;
create sequence raw.mt_events_sequence;
create table raw.mt_streams (like mt_streams including all);
create table raw.mt_events (like mt_events including all, foreign key (stream_id) references raw.mt_streams (id) on delete cascade);
create trigger events_are_immutable before update or delete or truncate on raw.mt_events
    for each statement execute function events_are_immutable();
create table raw.outbox (like outbox including all) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
