-- What hangs on a table by its identity, so that it would stay with the one that is put aside.
select 'the foreign key ' || conname from pg_constraint where confrelid = $1::regclass and conrelid <> confrelid
union all
select 'the view or rule on ' || r.ev_class::regclass
  from pg_depend d join pg_rewrite r on r.oid = d.objid and d.classid = 'pg_rewrite'::regclass where d.refobjid = $1::regclass
union all
select 'the policy ' || polname from pg_policy where polrelid = $1::regclass
union all
select 'the partitioning or inheritance of ' || inhrelid::regclass from pg_inherits where inhrelid = $1::regclass or inhparent = $1::regclass
union all
select 'the sequence ' || d.objid::regclass
  from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S' where d.refobjid = $1::regclass and d.deptype in ('a', 'i')
union all
select 'the publication ' || p.pubname from pg_publication_rel r join pg_publication p on p.oid = r.prpubid where r.prrelid = $1::regclass
