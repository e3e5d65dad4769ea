-- What is to be known before a patient ($1) is erased now ($2): whether there is one, since when they are erased, the visits that still stand,
-- the payments of which money is on its way or a matter for people, and whether the account is also one of the staff.
select exists (select from patient_keys where patient_id = $1) or exists (select from patients where id = $1),
       (select erased_at from erasures where patient_id = $1),
       array(select id from appointments
              where patient_id = $1 and (status = 'pending_payment' or (status = 'confirmed' and ends_at > $2))
              order by starts_at limit 100),
       array(select p.id
               from payments p join appointments a on a.id = p.appointment_id
              where a.patient_id = $1
                and (p.refunding > 0 or p.stuck > 0 or p.to_hand_back > 0
                     or exists (select from anomalies n where n.payment_id = p.id and n.resolved_at is null))
              order by p.id limit 100),
       exists (select from identity.account_roles a join identity.roles r on r.id = a.role_id where a.account_id = $1 and r.name <> 'patient')
