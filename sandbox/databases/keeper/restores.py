"""Actions that make an instance from what another one left: a snapshot, or a moment of its past."""

import contextlib
import datetime

from . import backups
from .cloud import Refused

TEXTS = (
    "DBInstanceClass",
    "AvailabilityZone",
    "StorageType",
    "LicenseModel",
    "DBName",
    "PreferredBackupWindow",
    "CACertificateIdentifier",
)
NUMBERS = ("AllocatedStorage", "Iops", "StorageThroughput")
FLAGS = {
    "MultiAZ": "MultiAZ",
    "PubliclyAccessible": "PubliclyAccessible",
    "AutoMinorVersionUpgrade": "AutoMinorVersionUpgrade",
    "CopyTagsToSnapshot": "CopyTagsToSnapshot",
    "DeletionProtection": "DeletionProtection",
    "EnableIAMDatabaseAuthentication": "IAMDatabaseAuthenticationEnabled",
}


class Restores:
    """Each method takes the request's parameters, and gives the answer."""

    def __init__(self, cloud, snapshots, secrets):
        self.cloud = cloud
        self.rds = cloud.rds
        self.snapshots = snapshots
        self.secrets = secrets

    def from_snapshot(self, p, plain):
        snapshot = self.snapshots.find(self.cloud.text(p, "DBSnapshotIdentifier"))
        p = {**p, "DBSnapshotIdentifier": [snapshot["DBSnapshotIdentifier"]]}
        if not self.cloud.is_real(snapshot):
            return plain(p)
        self.cloud.check_capacity()
        self.snapshots.expect_available(snapshot)
        copy_id = snapshot.get("_Copy")
        if not copy_id or not self.cloud.keeper.has_snapshot(copy_id):
            name = snapshot["DBSnapshotIdentifier"]
            raise Refused("InvalidDBSnapshotState", f"DBSnapshot {name} has no data: it is of a time before servers.")
        answer = plain(p)
        if answer[0] >= 300:
            return answer
        instance = self._settle(p, self.cloud.text(p, "DBInstanceIdentifier"), snapshot, 1)

        def make(server):
            with self.cloud.copy_lock(copy_id):
                server.make_from(self.cloud.keeper.snapshot_folder(copy_id))
            self._manage(p, instance, server)

        return self._begin("RestoreDBInstanceFromDBSnapshot", instance, make)

    def to_time(self, p, plain_restore):
        cloud = self.cloud
        source = self._source(p)
        name = cloud.text(p, "TargetDBInstanceIdentifier")
        if not name:
            raise Refused("MissingParameter", "TargetDBInstanceIdentifier is required")
        cloud.check_capacity()
        target = self._target(p, source)
        origin = cloud.server(source)
        with self._passing_snapshot(source) as snapshot:
            answer = plain_restore({**p, "DBInstanceIdentifier": [name], "DBSnapshotIdentifier": [snapshot]})
        if answer[0] >= 300:
            return answer
        instance = self._settle(p, name, source, source["BackupRetentionPeriod"])
        # Only a restore to a time takes it: one from a snapshot is told afterwards.
        if cloud.text(p, "MaxAllocatedStorage"):
            instance["MaxAllocatedStorage"] = int(cloud.text(p, "MaxAllocatedStorage"))

        def make(server):
            # While this lasts, the source stays, with its backups.
            with origin.lock:
                origin.archive_all()
                server.make_at(backups.base_for(origin, target), origin.id, target.isoformat())
            self._manage(p, instance, server)

        return self._begin("RestoreDBInstanceToPointInTime", instance, make)

    def _source(self, p):
        cloud = self.cloud
        arn, given = cloud.text(p, "SourceDBInstanceAutomatedBackupsArn"), cloud.text(p, "SourceDbiResourceId")
        name = cloud.text(p, "SourceDBInstanceIdentifier") or given or automated_id(arn)
        source = self.rds._resolve_instance(name) if name else None
        if not source:
            raise Refused("DBInstanceNotFound", f"DBInstance {name} not found.", 404)
        if not cloud.is_real(source):
            raise Refused("InvalidRestoreFault", f"DB instance {name} has no server, and so no past, in the sandbox.")
        return source

    def _target(self, p, source):
        """The moment to restore, within what there is."""
        text, newest = self.cloud.text(p, "RestoreTime"), self.cloud.flag(p, "UseLatestRestorableTime")
        if bool(text) == newest:
            raise Refused("InvalidParameterCombination", "Give either RestoreTime or UseLatestRestorableTime.")
        name, times = source["DBInstanceIdentifier"], self.cloud.times(source)
        if not times:
            raise Refused("PointInTimeRestoreNotEnabled", f"Automated backups are not enabled for DB instance {name}.")
        if newest:
            return times[1]
        try:
            target = backups.parse(text)
        except ValueError as problem:
            raise Refused("InvalidParameterValue", f"RestoreTime {text} is not a time of ISO 8601.") from problem
        # Clients send whole milliseconds, or seconds: the first moment is within the one it is told as.
        if target < times[0] <= target + datetime.timedelta(seconds=1):
            target = times[0]
        if not times[0] <= target <= times[1] + datetime.timedelta(milliseconds=1):
            first, last = (self.cloud.format(each) for each in times)
            raise Refused(
                "InvalidParameterValue",
                f"DB instance {name} cannot be restored to {text}: that has to be from {first} to {last}.",
            )
        return target

    @contextlib.contextmanager
    def _passing_snapshot(self, source):
        """A record, for the emulator makes instances of snapshots only."""
        name = f"backlot-{self.rds.new_uuid()}"
        self.rds._snapshots[name] = {**source, "DBSnapshotIdentifier": name, "Status": "available"}
        try:
            yield name
        finally:
            del self.rds._snapshots[name]

    def _settle(self, p, name, origin, retention):
        """Gives the new instance what the request says, of which the emulator takes little, and the key of its origin."""
        rds, cloud = self.rds, self.cloud
        instance = rds._instances[name]
        # Neither request has a key: what is restored is encrypted as what it comes from.
        instance["StorageEncrypted"] = bool(origin.get("StorageEncrypted") or origin.get("Encrypted"))
        instance["KmsKeyId"] = origin.get("KmsKeyId", "")
        instance.update({key: int(cloud.text(p, key)) for key in NUMBERS if cloud.text(p, key)})
        instance.update({key: cloud.text(p, key) for key in TEXTS if cloud.text(p, key)})
        instance.update({key: cloud.flag(p, given) for given, key in FLAGS.items() if cloud.text(p, given)})
        instance["BackupRetentionPeriod"] = int(cloud.text(p, "BackupRetentionPeriod") or retention)
        group = cloud.text(p, "DBParameterGroupName")
        major = instance["EngineVersion"].split(".")[0]
        instance["DBParameterGroups"] = [
            {"DBParameterGroupName": group or f"default.postgres{major}", "ParameterApplyStatus": "in-sync"}
        ]
        subnets = rds._subnet_groups.get(cloud.text(p, "DBSubnetGroupName"))
        if subnets:
            instance["DBSubnetGroup"] = subnets
        groups = rds._parse_member_list(p, "VpcSecurityGroupIds")
        if groups:
            instance["VpcSecurityGroups"] = [{"VpcSecurityGroupId": each, "Status": "active"} for each in groups]
        tags = rds._parse_tags(p)
        if tags:
            rds._tags[instance["DBInstanceArn"]] = instance["TagList"] = tags
        return instance

    def _manage(self, p, instance, server):
        """Another master password, where RDS is to manage it; otherwise it stays what it was then."""
        if not self.cloud.flag(p, "ManageMasterUserPassword"):
            return
        password = self.rds._generate_master_user_password()
        server.change_password(instance["MasterUsername"], password)
        self.secrets.store(instance, password, self.cloud.text(p, "MasterUserSecretKmsKeyId"))

    def _begin(self, action, instance, make):
        self.cloud.begin(instance, make, origin="copy")
        return self.rds._single_instance_response(f"{action}Response", f"{action}Result", instance)


def automated_arn(instance):
    """Of the automated backups of an instance; it names the server."""
    prefix = instance["DBInstanceArn"].rsplit(":", 2)[0]
    return f"{prefix}:auto-backup:{instance['DbiResourceId'].lower().replace('db-', 'ab-')}"


def automated_id(arn):
    return arn.split(":")[-1].upper().replace("AB-", "db-", 1) if arn else ""
