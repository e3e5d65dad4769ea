-- Who has one of these words. A number is looked for in some three hundred countries; what the planner thinks of so many words it would rather read the whole
-- table for, though the index answers in a millisecond.
create function patients_of_any(any_of bytea[]) returns setof uuid language sql stable set enable_seqscan = off as
    'select id from patients where words && any_of';
