-- Whoever has lost a role, or stands for another doctor now, reads nothing more by what they made with it: their feeds are gone, and the
-- webhooks that a doctor's account made for itself rest until the desk enables them. Those of the clinic are the clinic's. A trigger, because
-- roles are taken in more than one way.
create function end_keys(account uuid, lost_role text, lost_doctor uuid) returns void language sql as $$
    delete from feeds
     where account_id = account and ((lost_role = 'patient' and patient_id is not null)
                                     or (lost_role = 'doctor' and doctor_id is not null and doctor_id = coalesce(lost_doctor, doctor_id)));
    update webhooks set disabled_at = now(), disabled_why = 'role_ended', version = version + 1
     where created_by = account and lost_role = 'doctor' and doctor_id is not null and doctor_id = coalesce(lost_doctor, doctor_id) and disabled_at is null;
$$;

create function role_ended() returns trigger language plpgsql as $$
begin
    perform end_keys(old.account_id, (select name from identity.roles where id = old.role_id), null);
    return null;
end $$;
create trigger role_ended after delete on identity.account_roles for each row execute function role_ended();

create function doctor_of_account_changed() returns trigger language plpgsql as $$
begin
    perform end_keys(old.id, 'doctor', old.doctor_id);
    return null;
end $$;
create trigger doctor_of_account_changed after update of doctor_id on identity.accounts
    for each row when (old.doctor_id is not null and old.doctor_id is distinct from new.doctor_id) execute function doctor_of_account_changed();
