-- Whose hours reach into a span, without reading all hours that begin or end within a day of it.
drop index offered_slots_by_time;
create index offered_slots_by_time on offered_slots using gist (tstzrange(window_start, greatest(window_start, window_end))) where type = 'standard';
