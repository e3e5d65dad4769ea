-- The read model of the charts, in the schema that the search path names first.
create table charts (id uuid not null primary key, patient uuid not null, notes int not null, last_note text, changed_at timestamptz not null);
