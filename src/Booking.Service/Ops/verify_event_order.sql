-- An event that happened before the one it follows, or stands before it in the log.
select format('stream %s: version %s', stream_id, version)
  from (select stream_id, version, timestamp, seq_id,
               lag(timestamp) over stream as timestamp_before, lag(seq_id) over stream as seq_before
          from mt_events window stream as (partition by stream_id order by version)) e
 where timestamp < timestamp_before or seq_id < seq_before
