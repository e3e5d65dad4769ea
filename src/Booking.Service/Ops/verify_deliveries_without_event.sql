-- What integrators are told has happened: each delivery is of an event that is there, in the stream and at the place that it names.
select format('Delivery %s of webhook %s tells of event %s, which is not event %s of stream %s.', d.id, d.webhook_id, d.event_id, d.version, d.stream_id)
  from webhook_deliveries d
 where not exists (select from mt_events e where e.stream_id = d.stream_id and e.version = d.version and e.id = d.event_id)
