-- How far the service's clock stands from the database's own. Only Development moves it; Production does not read it.
create table dev_clock (
    only_row boolean primary key default true check (only_row),
    shift    interval not null default '0' check (shift between interval '-36525 days' and interval '36525 days')
);
insert into dev_clock default values;
