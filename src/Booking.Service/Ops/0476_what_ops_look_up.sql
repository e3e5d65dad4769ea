-- The messages of one visit, the notifications of one payment, the slots that a doctor ever had at a time, the changes of one kind.
create index outbox_of_key on outbox (order_key, position) where order_key is not null;
create index notifications_of_payment on notifications (payment_id) where payment_id is not null;
create index holds_of_doctor on holds (doctor_id, starts_at);
create index operator_changes_by_kind on operator_changes (change, id);
