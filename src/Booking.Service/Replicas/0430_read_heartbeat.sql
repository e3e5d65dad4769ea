-- How far a replica is: the service's clock, written about once a second while replicas are in use, and read where it has been replayed.
create table read_heartbeat (
    one boolean not null default true constraint read_heartbeat_pkey primary key check (one),
    at  timestamptz not null
);
insert into read_heartbeat (at) values ('-infinity');
