-- One row a value: the gauge, the value of its tag where it has one, the number. $1 is the service's time. Whatever grows with the years is read from an index that
-- holds only what is open.
with waiting as materialized (
    select count(*) filter (where deliver_at <= $1) as due, count(*) filter (where deliver_at > $1) as scheduled, min(deliver_at) filter (where deliver_at <= $1) as oldest
      from outbox where sent_at is null and dead_at is null
), integrators as materialized (
    select count(*) as waiting, min(next_at) filter (where next_at <= $1) as oldest from webhook_deliveries where state = 'waiting'
), sessions as materialized (
    select count(*) as open, max(clock_timestamp() - xact_start) as oldest from pg_stat_activity where backend_type = 'client backend'
)
select 'booking.outbox.pending', 'due', due::float8 from waiting
union all select 'booking.outbox.pending', 'scheduled', scheduled from waiting
union all select 'booking.outbox.oldest_age', null, coalesce(extract(epoch from $1 - oldest), 0) from waiting
union all (select 'booking.outbox.dead', type, count(*) from outbox where dead_at is not null group by type limit 100)
union all select 'booking.holds.active', null, count(*) from holds where state = 'held' and until > $1
union all (select 'booking.anomalies.open', kind, count(*) from anomalies where resolved_at is null group by kind)
union all select 'booking.waitlist.waiting', null, count(*) from waitlist_entries where state <> 'ended'
union all select 'booking.webhook.pending', null, waiting from integrators
union all select 'booking.webhook.oldest_age', null, coalesce(extract(epoch from $1 - oldest), 0) from integrators
union all (select 'booking.projection.rebuild.left', name, greatest(total - done, 0) from projection_rebuilds
    where state in ('building', 'catching_up', 'comparing', 'swapping')
      -- Whoever is at work holds the lock of it (RebuildRows); what a killed process left behind says that it runs, and does not.
      and exists (select from pg_locks where locktype = 'advisory' and classid = 1382184292::oid and objid = hashtext(name)::oid and objsubid = 2 and granted
                     and database = (select oid from pg_database where datname = current_database())) limit 100)
union all (select 'booking.projection.rebuild.failed', name, 1 from projection_rebuilds where state = 'failed' limit 100)
union all select 'booking.database.connections', null, open from sessions
union all select 'booking.database.connections.max', null, current_setting('max_connections')::float8
union all select 'booking.database.transaction.oldest_age', null, coalesce(extract(epoch from oldest), 0) from sessions
union all select 'booking.database.archive.failing', null, (coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false))::int
    from pg_stat_archiver where current_setting('archive_mode') <> 'off'
-- Where the segment before the present one is archived nothing waits: on a server that is idle that may be for hours.
union all select 'booking.database.archive.age', null,
        case when current_setting('archive_timeout') <> '0'
              and left(last_archived_wal, 24) = pg_walfile_name(pg_current_wal_lsn() + 1 - pg_size_bytes(current_setting('wal_segment_size')))
             then 0 else extract(epoch from clock_timestamp() - last_archived_time) end
    from pg_stat_archiver where current_setting('archive_mode') <> 'off' and last_archived_time is not null and not pg_is_in_recovery()
union all (select 'booking.database.replication.lag', application_name, coalesce(extract(epoch from replay_lag), 0)
    from pg_stat_replication where state is not null order by 2 limit 20)
