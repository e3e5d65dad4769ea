-- Takes patients out of the tables that rebuilds keep beside the live ones: what was replaced, and what is still being made. Where somebody has such a table
-- for themselves it is being dropped, or made: then the rebuild itself comes to the erasure in the log. A node of before this one does not know of it: whom it
-- erased is taken out here, and by nodes as they start.
create function forget_aside(patients uuid[]) returns void language plpgsql set lock_timeout = '500ms' as $$
declare
    place text;
begin
    for place in
        select n.nspname from pg_namespace n join pg_class c on c.relnamespace = n.oid
         where n.nspname in ('kept_patients', 'rebuild_patients') and c.relname = 'patients' and c.relkind = 'r'
    loop
        begin
            execute format('delete from %I.patients where id = any($1)', place) using patients;
        exception when undefined_table or lock_not_available then
            null;
        end;
    end loop;
end
$$;
select forget_aside(array(select patient_id from erasures));
