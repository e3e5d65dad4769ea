-- The log's position when the endpoint was registered: what lies behind it is sent, what was there before is not. Not an instant,
-- since the service's clock may go back. What was registered earlier is told of every event whose message is still on its way.
alter table webhooks add column since bigint not null default 0;
