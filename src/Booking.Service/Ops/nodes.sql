-- One row a process: $1 is what the names of its sessions begin with. Locks of Sole (their class is 0x626F6F6B) and of rebuilds say what it does alone.
with own as (
    select pid, substr(application_name, length($1) + 1) as name, host(client_addr) as address, state, backend_start
      from pg_stat_activity where datname = current_database() and starts_with(application_name, $1)
),
work as (
    select l.pid, case when l.classid = 1382184292 then 'rebuild' else to_hex(l.objid::bigint) end as what
      from pg_locks l
     where l.locktype = 'advisory' and l.granted and l.classid in (1651470187, 1382184292) and l.database = (select oid from pg_database where datname = current_database())
)
select o.name, o.address, count(distinct o.pid)::int, (count(distinct o.pid) filter (where o.state <> 'idle'))::int, min(o.backend_start),
       array_remove(array_agg(distinct w.what), null)
  from own o left join work w on w.pid = o.pid
 group by 1, 2 order by 5, 1 limit 200
