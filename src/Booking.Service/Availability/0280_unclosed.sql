-- Visits that are over and of which nobody has said how they went are few: what is confirmed and has ended.
create index appointments_confirmed_by_end on appointments (doctor_id, ends_at) where status = 'confirmed';
