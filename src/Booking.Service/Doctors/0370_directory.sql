-- What the directory is searched by, and each doctor's item ready to be sent. Rows from before are filled at the next start.
alter table doctors drop column words;
alter table doctors add column search tsvector; -- w: words, s: specialties, l: languages, each folded
alter table doctors add column item bytea;      -- the JSON object of the item, less what changes without the doctor's doing
alter table doctors add column place point;     -- longitude and latitude in degrees; null where the doctor has no place
create index doctors_by_search on doctors using gin (search) with (fastupdate = off) where verified;
create index doctors_by_place on doctors using gist (place) where verified;
create index doctors_by_currency_and_fee on doctors (currency, standard_fee, id) where verified;
create index doctors_to_fill on doctors (id) where item is null;

-- The haversine distance on a sphere of the Earth's mean radius, 6,371.0088 km: at most 0.6 % off the ellipsoid's.
create function metres_between(a point, b point) returns bigint language sql immutable parallel safe as $$
    select round(12742017.6 * asin(least(1, sqrt(
        sin(radians(b[1] - a[1]) / 2) ^ 2 + cos(radians(a[1])) * cos(radians(b[1])) * sin(radians(b[0] - a[0]) / 2) ^ 2))))::bigint
$$;

-- Degrees of longitude within which everything lies that is so near; 180 where a pole is as near.
create function degrees_around(latitude float8, km float8) returns float8 language sql immutable parallel safe as $$
    select case when abs(latitude) + degrees(km / 6371.0088) >= 89.999 then 180
                else degrees(asin(least(1, sin(km / 6371.0088) / cos(radians(latitude))))) + 0.001 end
$$;

-- A box that holds every place so near, as far as it does not reach over the 180th meridian.
create function box_around(middle point, km float8) returns box language sql immutable parallel safe as $$
    select box(point(middle[0] - degrees_around(middle[1], km), middle[1] - degrees(km / 6371.0088) - 0.001),
               point(middle[0] + degrees_around(middle[1], km), middle[1] + degrees(km / 6371.0088) + 0.001))
$$;

-- The part of that box which reaches over it, where it comes out on the other side.
create function box_beyond(middle point, km float8) returns box language sql immutable parallel safe as $$
    select box(point(corner[0] + turn, corner[1]), point(opposite[0] + turn, opposite[1]))
      from (select b[0] as corner, b[1] as opposite, case when middle[0] > 0 then -360 else 360 end as turn
              from (select box_around(middle, km) as b) around) corners
$$;

-- Which doctors have standard hours in a span at all, without a look at each doctor's.
create index offered_slots_by_time on offered_slots (date, window_end, window_start, doctor_id) where type = 'standard';

-- Each doctor's next standard start that a patient could hold, and from when until when that is so if nothing is done. A cache: rows are
-- marked in the transaction that makes them wrong, and made again when somebody reads. Not a projection, since it depends on the clock.
create table next_starts (
    doctor_id   uuid not null constraint next_starts_pkey primary key,
    stamp       bigint not null default 0,      -- moves with every change of the calendar: what was read before it is not written after it
    starts_at   timestamptz not null default 'infinity', -- infinity: there is none
    concerns    tstzrange,                      -- a claim outside of this leaves the start free; null when there is none
    last_date   date,                           -- the last window date within the horizon
    known_from  timestamptz not null default 'infinity',
    known_until timestamptz not null default '-infinity'
) with (fillfactor = 70);
create index next_starts_in_order on next_starts (starts_at, doctor_id);
create index next_starts_run_out on next_starts (known_until);
create index next_starts_begin on next_starts (known_from);
insert into next_starts (doctor_id) select doctor_id from calendars;

create function calendar_changed() returns trigger language plpgsql as $$
begin
    insert into next_starts (doctor_id) values (new.doctor_id)
        on conflict (doctor_id) do update set stamp = next_starts.stamp + 1, known_until = '-infinity';
    return null;
end $$;

create trigger next_start_follows after insert or update of schedule_version, zone, verified, accepting, notice_minutes, horizon_days on calendars
    for each row execute function calendar_changed();

-- Taking time matters when it touches the start or its limited window. Giving it back matters up to a day after the start: a slot may be
-- a day long and start before it, and so may a window that was full. A claim that had lapsed before the answer was made was none to it.
create function claim_changed() returns trigger language plpgsql as $$
declare
    doctor uuid := case when tg_op = 'DELETE' then old.doctor_id else new.doctor_id end;
    given_back boolean := tg_op = 'DELETE' or (tg_op = 'UPDATE' and (old.during <> new.during or new.lapses_at < coalesce(old.lapses_at, 'infinity')));
begin
    update next_starts n
       set stamp = n.stamp + 1,
           known_until = case
               when tg_op <> 'DELETE' and new.during && n.concerns then '-infinity'
               when given_back and lower(old.during) < n.starts_at + interval '26 hours' and coalesce(old.lapses_at, 'infinity') > n.known_from then '-infinity'
               else n.known_until end
     where n.doctor_id = doctor;
    return null;
end $$;

create trigger next_start_follows after insert or update or delete on slot_claims for each row execute function claim_changed();
