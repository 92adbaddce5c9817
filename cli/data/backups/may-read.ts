/**
 * What lets the first user of a server read what its services own, for one transaction: services own their tables by
 * roles of their own, and no first user of RDS is a superuser. It becomes a member of `pg_read_all_data` where it may
 * grant that, and of the roles that own what it can't read, which it may where it made them. What is refused changes
 * nothing, and everything is taken back with the transaction: nothing of it is ever seen by anybody else.
 *
 * @see https://www.postgresql.org/docs/current/predefined-roles.html
 * @see https://www.postgresql.org/docs/current/sql-createrole.html (who creates a role may grant it)
 */
export const MAY_READ = `do $may_read$
declare
  granted name;
  inherits text := case when current_setting('server_version_num')::int >= 160000 then ' with inherit true' else '' end;
begin
  for granted in
    select rolname from pg_roles where rolname = 'pg_read_all_data'
    union
    select pg_get_userbyid(c.relowner) from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm', 'f') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
      and not (has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')
        and not row_security_active(c.oid))
    union
    select pg_get_userbyid(n.nspowner) from pg_namespace n
    where n.nspname !~ '^pg_' and not has_schema_privilege(n.oid, 'usage')
  loop
    begin
      execute format('grant %I to %I', granted, current_user) || inherits;
    exception when others then
      null; -- what can't be read all the same is named
    end;
  end loop;
end
$may_read$`;
