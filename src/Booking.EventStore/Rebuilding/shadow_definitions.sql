-- What makes a table like the live one once its rows are there: names and definitions of its constraints, then of its other indexes.
select c.conname, format('alter table %s add constraint %I %s', $2, c.conname, pg_get_constraintdef(c.oid))
  from pg_constraint c where c.conrelid = $1::regclass and c.contype in ('p', 'u', 'x', 'f')
union all
select i.relname, replace(pg_get_indexdef(i.oid), format(' ON %s USING ', $1::regclass), format(' ON %s USING ', $2))
  from pg_index x join pg_class i on i.oid = x.indexrelid
 where x.indrelid = $1::regclass and not exists (select from pg_constraint c where c.conindid = x.indexrelid)
