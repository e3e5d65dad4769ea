-- A stream whose events are not numbered 1 to its version, or that has none.
select format('stream %s (%s): version %s, %s events from %s to %s', s.id, s.type, s.version, e.events, e.first, e.last)
  from mt_streams s
  left join (select stream_id, count(*) as events, min(version) as first, max(version) as last from mt_events group by stream_id) e on e.stream_id = s.id
 where (e.first = 1 and e.last = s.version and e.events = s.version) is not true
