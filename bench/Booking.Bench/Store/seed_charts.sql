-- $1 charts of $2 events each, written as the store writes them. The charts' first events come before all second ones, so that
-- the events of one chart lie on different pages, as they do when many charts grow at once.
with chart as (
    insert into mt_streams (id, type, version, timestamp, created)
    select gen_random_uuid(), 'chart', $2, '2027-03-01', '2027-03-01' from generate_series(1, $1) returning id
), row as (
    insert into charts (id, patient, notes, last_note, changed_at) select id, id, $2 - 1, 'took the temperature', '2027-03-01' from chart
)
insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, correlation_id, causation_id, headers, user_name)
select nextval('mt_events_sequence'), gen_random_uuid(), id, version,
       case version
           when 1 then jsonb_build_object('patient', id, 'doctor', gen_random_uuid(), 'reason', 'cough')
           else jsonb_build_object('author', id, 'text', 'took the temperature') end,
       case version when 1 then 'chart_opened' else 'note_added' end,
       '2027-03-01', 'Booking.Bench.Store.NoteAdded, Booking.Bench', '0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331',
       '{"role":"frontdesk"}', '00000000-0000-4000-8000-0000000000a3'
  from generate_series(1, $2) version cross join chart
 order by version
