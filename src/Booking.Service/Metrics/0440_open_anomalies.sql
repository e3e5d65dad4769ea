-- What people still have to look at, counted every few seconds.
create index anomalies_open on anomalies (kind) where resolved_at is null;
