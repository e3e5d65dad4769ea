-- Other rules are applied doctor by doctor: each finds its own visits to come, and not through those of all the others.
create index promised_times_of_doctor on promised_times (doctor_id, starts_at) where live;
