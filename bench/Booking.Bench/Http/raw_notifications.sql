-- The tables that a notification writes once more, with the same columns, indexes and constraints, for the side written by hand.
create schema raw;
create table raw.notifications (like notifications including all);
create table raw.outbox (like outbox including all);
