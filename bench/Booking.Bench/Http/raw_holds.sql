-- The tables that a hold writes once more, with the same columns, indexes and constraints, for the side written by hand.
create schema raw;
create sequence raw.mt_events_sequence;
create table raw.mt_streams (like mt_streams including all);
create table raw.mt_events (like mt_events including all, foreign key (stream_id) references raw.mt_streams (id) on delete cascade);
create trigger events_are_immutable before update or delete or truncate on raw.mt_events
    for each statement execute function events_are_immutable();
create table raw.slot_claims (like slot_claims including all);
create table raw.holds (like holds including all);
-- A row for each doctor's calendar to lock.
insert into raw.mt_streams select * from mt_streams where id in (select schedule_id from calendars);
