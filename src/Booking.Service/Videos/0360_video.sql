-- Where a doctor's confirmed visits take place: a link, or a template with {room}. Null: no video.
alter table calendars add column video_link text;
