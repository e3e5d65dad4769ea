-- $1 doctors with a page of life each: 60 days of offered slots in both types, a few claims, ratings for most. Made after one demo doctor.
-- One in a hundred works at night; one city in a hundred is Dubai.
create temp table seeded on commit drop as
select gen_random_uuid() as id, gen_random_uuid() as schedule, i,
       format('Dr. %s %s', (array['Anna','Omar','Wei','Lucas','Amina','Olga','José','Priya','Hugo','Noura','Elif','Kofi','Yuki','Ravi','Sara','Tariq'])[1 + i % 16],
              initcap(translate(md5((i % 700)::text), '0123456789', 'aeioulmnrs'))) as name,
       format('Specialty %s', i % 40) as specialty, case when i % 10 = 0 then 'Arabic' else 'English' end as language,
       (array['USD','USD','EUR','AED','INR'])[1 + i % 5] as currency, 2000 + (i * 7919) % 30000 as fee,
       case when i % 100 = 0 then 25.2 else -60 + (i % 100) * 1.3 end + (i * 31 % 1000) / 4000.0 as lat,
       case when i % 100 = 0 then 55.27 else -175 + (i % 100) * 3.5 end + (i * 37 % 1000) / 4000.0 as lon,
       'Sees patients by video about ' || (array['hearts','skin','sleep','children','travel','pain','diet','stress'])[1 + i % 8] || ' and '
           || translate(md5((i % 90)::text), '0123456789', 'aeioulmnrs') || ', in the morning and at night.' as bio,
       i % 100 = 1 as at_night
  from generate_series(1, $1) i;

insert into doctors (id, full_name, email, phone, specialties, languages, standard_fee, currency, verified, accepting, version, body, search, item, place)
select s.id, s.name, 'bench@bench.test', '+97145550100', array[s.specialty], array[s.language], s.fee, s.currency, true, true, 3,
       d.body || jsonb_build_object('registered', s.id, 'profile', d.body -> 'profile' || jsonb_build_object('fullName', s.name, 'bio', s.bio)),
       array_to_tsvector(array(select distinct 'w' || w from regexp_split_to_table(lower(s.name || ' ' || s.specialty || ' ' || s.bio), '[^[:alnum:]]+') w where w <> '')
           || array['s' || lower(s.specialty), 'l' || lower(s.language)]),
       convert_to((convert_from(d.item, 'UTF8')::jsonb || jsonb_build_object('id', s.id, 'fullName', s.name, 'bio', s.bio, 'specialties', array[s.specialty]))::text, 'UTF8'),
       point(s.lon, s.lat)
  from seeded s, (select body, item from doctors where full_name = 'Dr. Sarah Ahmed') d;

insert into calendars (doctor_id, schedule_id, schedule_version, zone, verified, accepting, notice_minutes, horizon_days, hold_minutes, payment_minutes,
                       manual_payment_hours, standard_fee, followup_fee, currency, offered_from, offered_through, tzdb)
select id, schedule, 1, 'UTC', true, true, 60, 60, 10, 35, 24, fee, fee, currency, current_date, current_date + 67, 'bench' from seeded;

insert into offered_slots (doctor_id, type, date, window_start, window_end, slot_minutes, buffer_minutes, max_patients, starts)
select s.id, t.type, d.date, d.date + h.opens, d.date + h.opens + interval '8 hours', 30, 0, null,
       array(select d.date + h.opens + n * interval '30 minutes' from generate_series(0, 15) n)
  from seeded s
 cross join (values ('standard'), ('followup')) t (type)
 cross join lateral (select current_date + n as date from generate_series(0, 59) n) d
 cross join lateral (select case when s.at_night then interval '20 hours' else make_interval(hours => 7 + s.i % 4) end as opens) h;

insert into slot_claims (hold_id, doctor_id, during, starts_at, lapses_at, appointment_id)
select gen_random_uuid(), s.id, tstzrange(c.at, c.at + interval '30 minutes'), c.at, null, gen_random_uuid()
  from seeded s
 cross join lateral (select current_date + n % 20 + make_interval(hours => 7 + s.i % 4, mins => 30 * (n * 3 % 16)) as at
                       from generate_series(0, 19) n where not s.at_night) c;

insert into doctor_ratings (doctor_id, total, count) select id, 3 * (1 + i % 50) + i % 97 % (2 * (1 + i % 50)), 1 + i % 50 from seeded where i % 5 < 3;
insert into next_starts (doctor_id) select id from seeded on conflict do nothing;
