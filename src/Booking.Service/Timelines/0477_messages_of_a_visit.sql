-- What belongs to a visit though no key orders it: what its events told integrators, and the readings of its payment.
create index outbox_of_cause on outbox (causation_id) where order_key is null;
create index outbox_of_payment on outbox ((body ->> 'payment')) where type = 'read_payment';
