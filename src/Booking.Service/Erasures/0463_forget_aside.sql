-- Takes a patient out of the tables that rebuilds keep beside the live ones: what was replaced, and what is still being made. Where somebody has such a table
-- for themselves it is being dropped, or made: then the rebuild itself comes to the erasure in the log.
create function forget_aside(patient uuid) returns void language plpgsql set lock_timeout = '500ms' as $$
declare
    place text;
begin
    for place in
        select n.nspname from pg_namespace n join pg_class c on c.relnamespace = n.oid
         where n.nspname in ('kept_patients', 'rebuild_patients') and c.relname = 'patients' and c.relkind = 'r'
    loop
        begin
            execute format('delete from %I.patients where id = $1', place) using patient;
        exception when undefined_table or lock_not_available then
            null;
        end;
    end loop;
end
$$;
