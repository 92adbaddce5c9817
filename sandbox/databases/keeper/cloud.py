"""The emulator's RDS, and which of its instances have servers."""

import datetime
import threading
import traceback

from . import backups, settings
from .files import DiskFull
from .programs import Unavailable


class Refused(Exception):
    """An action that RDS refuses: its error code and message."""

    def __init__(self, code, message, status=400):
        super().__init__(message)
        self.code = code
        self.status = status


class Cloud:
    """What all actions share. `rds` is a module of the emulator; `save` writes its state at once, `changed` soon.

    Without a keeper no instance has a server: the emulator keeps records of them only.
    """

    def __init__(self, rds, keeper, save, changed):
        self.rds = rds
        self.keeper = keeper
        self.save = save
        self.changed = changed
        self.enabled = keeper is not None
        self.parameters = None
        # By the id of the server: set once it was started with the emulator.
        self.starting = {}
        # By the id of a copy: held while something reads or removes it.
        self.copy_locks = {}
        if keeper:
            keeper.on_failure = self.failed
            keeper.on_moved = self.moved

    # Instances

    def is_real(self, record):
        """Whether an instance, or a snapshot of one, has a server: PostgreSQL, and no member of a cluster."""
        return self.enabled and record.get("Engine") == "postgres" and not record.get("DBClusterIdentifier")

    def find(self, name):
        """An instance with a server by its name, id or ARN; None for any other."""
        instance = self.rds._resolve_instance(name) if name else None
        return instance if instance and self.is_real(instance) else None

    def all(self):
        return [instance for instance in self.rds._instances._data.values() if self.is_real(instance)]

    def server(self, instance):
        server = self.keeper.server(instance["DbiResourceId"])
        started = self.starting.get(server.id)
        if started:
            started.wait(60)
        return server

    def expect(self, instance, *states):
        status = instance["DBInstanceStatus"]
        if status not in states:
            name = instance["DBInstanceIdentifier"]
            expected = " or ".join(states)
            raise Refused("InvalidDBInstanceState", f"Instance {name} is {status}; it has to be {expected}.")

    def check_capacity(self):
        """RDS's own codes for what it cannot give, with this machine's reasons."""
        try:
            self.keeper.check()
        except Unavailable as problem:
            raise Refused("InsufficientDBInstanceCapacity", str(problem)) from problem
        except DiskFull as problem:
            raise Refused("StorageQuotaExceeded", str(problem)) from problem

    def begin(self, instance, make, origin="empty"):
        """Has the server of a new instance made, while the API tells of it as `creating`."""
        server = self.keeper.server(instance["DbiResourceId"])
        retention = instance.get("BackupRetentionPeriod", 0)
        replica = bool(instance.get("ReadReplicaSourceDBInstanceIdentifier"))
        try:
            server.prepare(
                identifier=instance["DBInstanceIdentifier"],
                account=self.rds.get_account_id(),
                region=self.rds.get_region(),
                archiving=retention > 0 and not replica,
                retention=retention,
                origin=origin,
            )
        except Exception as problem:
            del self.rds._instances[instance["DBInstanceIdentifier"]]
            raise Refused("InsufficientDBInstanceCapacity", str(problem)) from problem
        instance["DBInstanceStatus"] = "creating"
        instance["LatestRestorableTime"] = ""
        self.place(instance, server)
        self.save()
        self.rds.spawn_background(self._make, instance, server, make, thread_name=f"backlot-make-{server.id}")

    def place(self, instance, server):
        instance["Endpoint"] = {"Address": "127.0.0.1", "Port": server.port, "HostedZoneId": "Z2R2ITUGPM61AM"}
        instance["DbInstancePort"] = server.port

    def _make(self, instance, server, make):
        try:
            with server.lock:
                make(server)
                self.parameters.apply(instance)
                if server.record.get("archiving"):
                    backups.keep(server)
            self.place(instance, server)
            instance["DBInstanceStatus"] = "available"
        except Exception as problem:
            # Whoever deletes an instance that is being made need not wait for it.
            if not server.removed:
                self.failed(server, str(problem))
                traceback.print_exc()
        finally:
            self.changed()

    def failed(self, server, reason):
        """Says of an instance that its server does not run."""
        server.note(failure=reason.splitlines()[0] if reason else "unknown")
        print(f"database '{server.record.get('identifier')}': {reason}", flush=True)
        for instance in self.all():
            if instance["DbiResourceId"] == server.id:
                full = "No space left on device" in reason
                instance["DBInstanceStatus"] = "storage-full" if full else "failed"
        self.changed()

    def moved(self, server):
        """Says where a server is that had to take another port, to clients and to its replicas."""
        for instance in self.all():
            if instance["DbiResourceId"] == server.id:
                self.place(instance, server)
        for other in self.all():
            replica = self.keeper.server(other["DbiResourceId"])
            if replica.record.get("follows") == server.id and replica.made:
                replica.follow(server)
        self.changed()

    def keep_backups(self, instance):
        """Follows the retention period: 0 days means no automated backups, and the end of those that are there."""
        server = self.server(instance)
        retention = instance.get("BackupRetentionPeriod", 0)
        archiving = retention > 0 and not server.record.get("follows")
        if server.record.get("retention") != retention:
            server.note(retention=retention)
        if bool(server.record.get("archiving")) == archiving:
            return
        # Whoever makes it has the lock: what is not made by now failed.
        with server.lock:
            if not server.made:
                return
            server.keep_log(archiving)
            if archiving:
                backups.keep(server)
            else:
                backups.forget(server)

    def copy_lock(self, copy_id):
        return self.copy_locks.setdefault(copy_id, threading.Lock())

    # Requests

    def text(self, params, name, otherwise=""):
        return self.rds._p(params, name, otherwise)

    def flag(self, params, name):
        return self.text(params, name).lower() == "true"

    def times(self, instance):
        """The first and the last moment that an instance can be restored to; None when it cannot be."""
        server = self.keeper.server(instance["DbiResourceId"])
        first = backups.earliest(server) if server.record.get("archiving") else None
        return (first, backups.latest(server)) if first else None

    def format(self, time: datetime.datetime):
        return self.rds._format_time(time.timestamp())


def is_reserved(name):
    return name in (settings.ADMINISTRATOR, settings.REPLICATOR, "rds_superuser", "public") or name.startswith("pg_")
