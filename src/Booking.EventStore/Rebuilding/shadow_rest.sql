-- What else belongs to a table and does not come with its rows: owner, privileges, comment, triggers, in statements that give it to the table that
-- took its place.
select format('alter table %s owner to %I', $2, pg_get_userbyid(t.relowner))
  from pg_class t where t.oid = $1::regclass and pg_get_userbyid(t.relowner) <> current_user
union all
select format('grant %s on %s to %s%s', a.privilege_type, $2, case when a.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end,
              case when a.is_grantable then ' with grant option' else '' end)
  from pg_class t cross join aclexplode(t.relacl) a where t.oid = $1::regclass and a.grantee <> t.relowner
union all
select format('grant %s (%I) on %s to %s', a.privilege_type, c.attname, $2, case when a.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end)
  from pg_attribute c cross join aclexplode(c.attacl) a where c.attrelid = $1::regclass and not c.attisdropped
union all
select format('comment on table %s is %L', $2, d.description)
  from pg_description d where d.objoid = $1::regclass and d.classoid = 'pg_class'::regclass and d.objsubid = 0
union all
select replace(pg_get_triggerdef(g.oid), format(' ON %s ', $1::regclass), format(' ON %s ', $2))
  from pg_trigger g where g.tgrelid = $1::regclass and not g.tgisinternal
union all
select format('alter table %s disable trigger %I', $2, g.tgname)
  from pg_trigger g where g.tgrelid = $1::regclass and not g.tgisinternal and g.tgenabled = 'D'
