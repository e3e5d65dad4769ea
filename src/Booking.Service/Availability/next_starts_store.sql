-- Keeps what was computed at $7, unless the calendar has changed since it was read or what is kept holds at $7 already. A row that
-- somebody is changing is passed over: who reads waits for nobody, so nobody waits in a ring.
with made as (
    select * from unnest($1::uuid[], $2::bigint[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::date[], $8::timestamptz[])
               as m (doctor_id, stamp, starts_at, room_from, room_to, last_date, known_until)
),
open as (
    select n.doctor_id
      from next_starts n join made m on m.doctor_id = n.doctor_id and m.stamp = n.stamp
     where n.known_from > $7 or n.known_until <= $7
     order by n.doctor_id for no key update of n skip locked
)
update next_starts n
   set starts_at = case when m.starts_at = m.room_to then 'infinity' else m.starts_at end,
       concerns = case when m.starts_at < m.room_to then tstzrange(m.room_from, m.room_to) end,
       last_date = m.last_date, known_from = $7, known_until = m.known_until
  from made m
 where n.doctor_id = m.doctor_id and n.doctor_id in (select doctor_id from open)
