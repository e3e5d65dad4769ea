-- Of which streams a kept answer was made, so that what it says of somebody can go with them. Null where an older program wrote it: such a row lives three days.
alter table idempotency add column streams uuid[];
