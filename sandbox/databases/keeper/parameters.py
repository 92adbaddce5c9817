"""Parameter groups: what servers take of them while they run."""

import re

from . import settings
from .wire import PostgresError, literal

# What concerns statements. Files, addresses, programs and libraries are the sandbox's own business; sizes of memory that
# is taken at the start, a laptop's.
CATEGORIES = re.compile(
    r"(Query Tuning|Resource Usage|Lock Management|Vacuuming|Autovacuum|Version and Platform Compatibility"
    r"|Client Connection Defaults / (Statement Behavior|Locale and Formatting)|Reporting and Logging / Wh)"
)
NAME = re.compile(r"[a-z_]+")


class Parameters:
    """Applies the parameters that somebody set in a group to the servers of its instances."""

    def __init__(self, cloud):
        self.cloud = cloud
        self.rds = cloud.rds

    def change(self, p, plain):
        """A group is changed or reset: so are the servers that it is for."""
        answer = plain(p)
        if answer[0] < 300:
            name = self.cloud.text(p, "DBParameterGroupName")
            for instance in list(self.rds._instances.values()):
                if self.cloud.is_real(instance) and self._group(instance) == name:
                    self.apply(instance)
        return answer

    def apply(self, instance):
        server = self.cloud.server(instance)
        group = self.rds._param_groups.get(self._group(instance)) or {}
        wanted = {name: each["ParameterValue"] for name, each in (group.get("Parameters") or {}).items()}
        if wanted == server.record.get("parameters", {}):
            return
        with server.lock:
            if not server.running():
                return
            with server.session() as session:
                session.query("ALTER SYSTEM RESET ALL")
                for name, value in wanted.items():
                    self._set(session, instance, name, value)
                session.query("SELECT pg_reload_conf()")
            server.note(parameters=wanted)

    def _set(self, session, instance, name, value):
        # Formulas of the instance's class have no meaning here.
        if not NAME.fullmatch(name) or name in settings.SETTINGS or "{" in value:
            return
        found = session.query(f"SELECT context, category FROM pg_settings WHERE name = {literal(name)}")
        if not found or found[0][0] in ("internal", "postmaster") or not CATEGORIES.match(found[0][1]):
            return
        try:
            session.query(f"ALTER SYSTEM SET {name} = {literal(value)}")
        except PostgresError as problem:
            print(f"database '{instance['DBInstanceIdentifier']}' cannot take {name}: {problem}", flush=True)

    def _group(self, instance):
        groups = instance.get("DBParameterGroups") or [{}]
        return groups[0].get("DBParameterGroupName", "")
