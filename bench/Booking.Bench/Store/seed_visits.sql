-- $1 visits of 5 events each, as the service stores them: requested, confirmed, given a link, completed, opened again. The visits' first events come
-- before all second ones, so that the events of one visit lie on different pages.
with visit as (
    insert into mt_streams (id, type, version, timestamp, created)
    select gen_random_uuid(), 'appointment', 5, '2027-03-01', '2027-03-01' from generate_series(1, $1) returning id
)
insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type, correlation_id, causation_id, headers, user_name)
select nextval('mt_events_sequence'), gen_random_uuid(), id, version,
       case version
           when 1 then
               '{"slot": "d769e81c-b883-5a5e-925e-eea2665f34b1", "start": "2027-03-01T09:00:00Z", "end": "2027-03-01T09:30:00Z",
                 "localStart": "2027-03-01T13:00:00", "timeZone": "Asia/Dubai", "tzdb": "2025b", "type": "standard",
                 "price": {"amount": 20000, "currency": "USD"}, "discount": {"amount": 2000, "currency": "USD"},
                 "policy": {"cancellation": [{"hoursBefore": 24, "refundPercent": 100}, {"hoursBefore": 2, "refundPercent": 50}],
                            "rescheduleHoursBefore": 4, "noShowRefundPercent": 10},
                 "provider": "manual", "payBy": "2027-03-01T09:00:00Z", "reason": "AQID/w=="}'::jsonb
               || jsonb_build_object('appointment', id, 'hold', gen_random_uuid(), 'doctor', gen_random_uuid(), 'patient', gen_random_uuid(), 'payment', gen_random_uuid())
           when 2 then '{"paid": {"amount": 20000, "currency": "USD"}}'
           when 3 then '{"meetingLink": "https://video.example/doctor"}'
           when 4 then '{}'
           else '{"kept": {"amount": 20000, "currency": "USD"}}' end,
       (array['appointment_requested', 'appointment_confirmed', 'appointment_link_changed', 'appointment_completed', 'appointment_reopened'])[version],
       '2027-03-01', 'Booking.Service.Appointments.AppointmentEvent, Booking.Service', '0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331',
       '{"role": "frontdesk"}', '00000000-0000-4000-8000-0000000000a3'
  from generate_series(1, 5) version cross join visit
 order by version
