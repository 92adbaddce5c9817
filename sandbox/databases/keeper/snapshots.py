"""Actions on snapshots: whole copies of a server's data, which stay when the instance goes."""

import contextvars
import time
import traceback

from .cloud import Refused

# Set while an instance is deleted: its last snapshot takes the data over.
_last = contextvars.ContextVar("_last", default=False)


class Snapshots:
    """Each method takes the request's parameters and the emulator's own action, and gives the answer."""

    def __init__(self, cloud):
        self.cloud = cloud
        self.rds = cloud.rds

    def deleting(self, delete, p, plain):
        """Runs the deletion of an instance, within which the emulator makes the last snapshot."""
        token = _last.set(True)
        try:
            return delete(p, plain)
        finally:
            _last.reset(token)

    def record(self, name, instance, plain):
        """Makes the record of a snapshot, and begins the copy."""
        snapshot = plain(name, instance)
        snapshot["SnapshotCreateTime"] = snapshot["OriginalSnapshotCreateTime"] = self.rds._format_time(time.time())
        if not self.cloud.is_real(instance):
            return snapshot
        server = self.cloud.server(instance)
        copy_id = snapshot["_Copy"] = f"snap-{self.rds.new_uuid()}"
        if _last.get():
            self.cloud.keeper.take_last_snapshot(server.id, copy_id)
        else:
            snapshot["Status"], snapshot["PercentProgress"] = "creating", 0
            self._begin(snapshot, lambda: self.cloud.keeper.take_snapshot(server.id, copy_id))
        return snapshot

    def create(self, p, plain):
        instance = self.cloud.find(self.cloud.text(p, "DBInstanceIdentifier"))
        if instance and self.cloud.text(p, "DBSnapshotIdentifier") not in self.rds._snapshots:
            self.cloud.expect(instance, "available", "stopped", "storage-full")
        answer = plain(p)
        if answer[0] < 300:
            self.cloud.save()
        return answer

    def copy(self, p):
        source = self.find(self.cloud.text(p, "SourceDBSnapshotIdentifier"))
        name = self.cloud.text(p, "TargetDBSnapshotIdentifier")
        if not name:
            raise Refused("MissingParameter", "TargetDBSnapshotIdentifier is required")
        if name in self.rds._snapshots:
            raise Refused("DBSnapshotAlreadyExists", f"Snapshot {name} already exists.")
        self.expect_available(source)
        arn = source["DBSnapshotArn"].rsplit(":", 1)[0] + f":{name}"
        tags = self.rds._parse_tags(p) or (source["TagList"] if self.cloud.flag(p, "CopyTags") else [])
        snapshot = {
            **source,
            "DBSnapshotIdentifier": name,
            "DBSnapshotArn": arn,
            "SnapshotType": "manual",
            "SnapshotCreateTime": self.rds._format_time(time.time()),
            "SourceDBSnapshotIdentifier": source["DBSnapshotArn"],
            "TagList": list(tags),
        }
        if self.cloud.text(p, "KmsKeyId"):
            snapshot.update(KmsKeyId=self.cloud.text(p, "KmsKeyId"), Encrypted=True)
        if tags:
            self.rds._tags[arn] = list(tags)
        if source.get("_Copy"):
            copy_id, source_id = f"snap-{self.rds.new_uuid()}", source["_Copy"]
            snapshot["_Copy"] = copy_id
            with self.cloud.copy_lock(source_id):
                self.cloud.keeper.link_snapshot(source_id, copy_id)
        self.rds._snapshots[name] = snapshot
        self.cloud.save()
        return self._answer("CopyDBSnapshot", snapshot)

    def delete(self, p, plain):
        snapshot = self.rds._snapshots.get(self.cloud.text(p, "DBSnapshotIdentifier"))
        copy_id = (snapshot or {}).get("_Copy")
        if copy_id and snapshot["Status"] == "creating":
            self.expect_available(snapshot)
        answer = plain(p)
        if copy_id and answer[0] < 300:
            self.cloud.save()
            with self.cloud.copy_lock(copy_id):
                self.cloud.keeper.remove_snapshot(copy_id)
        return answer

    def find(self, name):
        """A snapshot by its name or ARN."""
        snapshot = self.rds._snapshots.get(name.split(":")[-1] if name.startswith("arn:") else name)
        if not snapshot:
            raise Refused("DBSnapshotNotFound", f"DBSnapshot {name} not found.", 404)
        return snapshot

    def expect_available(self, snapshot):
        if snapshot["Status"] != "available":
            name, status = snapshot["DBSnapshotIdentifier"], snapshot["Status"]
            raise Refused("InvalidDBSnapshotState", f"DBSnapshot {name} is {status}; it has to be available.")

    def boot(self):
        """Settles what a killed emulator was about."""
        for snapshot in list(self.rds._snapshots._data.values()):
            if snapshot.get("_Copy") and snapshot["Status"] == "creating":
                whole = self.cloud.keeper.has_snapshot(snapshot["_Copy"])
                snapshot.update(Status="available" if whole else "failed", PercentProgress=100 if whole else 0)

    def _begin(self, snapshot, take):
        def work():
            try:
                take()
                snapshot["Status"], snapshot["PercentProgress"] = "available", 100
            except Exception as problem:
                snapshot["Status"] = "failed"
                print(f"snapshot '{snapshot['DBSnapshotIdentifier']}': {problem}", flush=True)
                traceback.print_exc()
            finally:
                self.cloud.changed()

        self.rds.spawn_background(work, thread_name=f"backlot-{snapshot['_Copy']}")

    def _answer(self, action, snapshot):
        inner = f"<DBSnapshot>{self.rds._snapshot_xml(snapshot)}</DBSnapshot>"
        return self.rds._xml(200, f"{action}Response", f"<{action}Result>{inner}</{action}Result>")
