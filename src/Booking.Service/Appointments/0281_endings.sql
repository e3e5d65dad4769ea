-- What a visit says of its end now, also where it ended before it could say so.
update appointments a
   set body = body || jsonb_build_object('noShow', null, 'cancellation', case when a.status in ('cancelled', 'refunded') then (
           select jsonb_build_object('by', e.data -> 'by', 'fee', e.data -> 'fee', 'refund', e.data -> 'refund', 'rule', e.data -> 'rule')
             from mt_events e where e.stream_id = a.id and e.type = 'appointment_cancelled' order by e.version desc limit 1) end);
