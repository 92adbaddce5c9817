"""Actions on instances: made, changed, stopped, started, followed, deleted."""

import threading

from . import backups
from .cloud import Refused, is_reserved


CHANGED_FLAGS = {
    "AutoMinorVersionUpgrade": "AutoMinorVersionUpgrade",
    "EnablePerformanceInsights": "PerformanceInsightsEnabled",
}


class Instances:
    """Each method takes the request's parameters and the emulator's own action, and gives the answer."""

    def __init__(self, cloud, secrets):
        self.cloud = cloud
        self.secrets = secrets
        self.rds = cloud.rds

    def create(self, p, plain):
        cloud = self.cloud
        engine = cloud.text(p, "Engine") or "postgres"
        if cloud.text(p, "DBClusterIdentifier"):
            return plain(p)
        real = cloud.is_real({"Engine": engine})
        name = cloud.text(p, "MasterUsername") or "admin"
        if real:
            cloud.check_capacity()
            if is_reserved(name):
                raise Refused("InvalidParameterValue", f"MasterUsername {name} is a reserved word of PostgreSQL.")
        managed = cloud.flag(p, "ManageMasterUserPassword")
        password = self._first_password(p, managed, real)
        answer = plain({**p, "MasterUserPassword": [password]} if password else p)
        if answer[0] >= 300:
            return answer
        instance = self.rds._instances[cloud.text(p, "DBInstanceIdentifier")]
        if managed:
            self.secrets.store(instance, password, cloud.text(p, "MasterUserSecretKmsKeyId"))
        if real:
            database = instance["DBName"] or "postgres"
            cloud.begin(instance, lambda server: server.make_empty(name, password, database))
        return self._answer("CreateDBInstance", instance)

    def modify(self, p, plain):
        cloud = self.cloud
        instance = self.rds._resolve_instance(cloud.text(p, "DBInstanceIdentifier"))
        if not instance or instance.get("DBClusterIdentifier"):
            return plain(p)
        new_name = cloud.text(p, "NewDBInstanceIdentifier")
        if new_name and new_name != instance["DBInstanceIdentifier"] and new_name in self.rds._instances:
            raise Refused("DBInstanceAlreadyExists", f"DB instance {new_name} already exists")
        password = self._changed_password(p, instance)
        if password:
            if cloud.is_real(instance):
                cloud.server(instance).change_password(instance["MasterUsername"], password)
            p = {**p, "MasterUserPassword": [password]}
        answer = plain(p)
        if answer[0] >= 300:
            return answer
        # What the emulator takes at creation only.
        for given, key in CHANGED_FLAGS.items():
            if cloud.text(p, given):
                instance[key] = cloud.flag(p, given)
        if cloud.text(p, "PerformanceInsightsRetentionPeriod"):
            instance["PerformanceInsightsRetentionPeriod"] = int(cloud.text(p, "PerformanceInsightsRetentionPeriod"))
        if cloud.is_real(instance):
            cloud.keep_backups(instance)
            if cloud.text(p, "DBParameterGroupName") and instance["DBInstanceStatus"] == "available":
                cloud.parameters.apply(instance)
            self._settle_parameters(instance, "applying")
        if new_name and new_name != instance["DBInstanceIdentifier"]:
            self._rename(instance, new_name)
        return self._answer("ModifyDBInstance", instance)

    def delete(self, p, plain):
        cloud = self.cloud
        instance = self.rds._resolve_instance(cloud.text(p, "DBInstanceIdentifier"))
        if not instance or instance.get("DBClusterIdentifier") or instance.get("DeletionProtection"):
            return plain(p)
        if not cloud.is_real(instance):
            answer = plain(p)
            if answer[0] < 300:
                self.secrets.remove(instance)
            return answer
        last = cloud.text(p, "FinalDBSnapshotIdentifier")
        replica = bool(instance.get("ReadReplicaSourceDBInstanceIdentifier"))
        if not cloud.flag(p, "SkipFinalSnapshot") and not replica:
            if not last:
                raise Refused(
                    "InvalidParameterCombination",
                    "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.",
                )
            if last in self.rds._snapshots:
                raise Refused("DBSnapshotAlreadyExists", f"Snapshot {last} already exists.")
            cloud.expect(instance, "available", "stopped")
        for name in list(instance.get("ReadReplicaDBInstanceIdentifiers", ())):
            self._promote(self.rds._instances.get(name))
        source = cloud.find(instance.get("ReadReplicaSourceDBInstanceIdentifier"))
        name = instance["DBInstanceIdentifier"]
        answer = plain(p)
        if answer[0] >= 300:
            return answer
        if source and name in source["ReadReplicaDBInstanceIdentifiers"]:
            source["ReadReplicaDBInstanceIdentifiers"].remove(name)
        self.secrets.remove(instance)
        # First what is remembered, then the data: a kill in between leaves a folder, and no instance without one.
        cloud.save()
        cloud.keeper.remove(instance["DbiResourceId"])
        return answer

    def start(self, p, plain):
        instance = self.cloud.find(self.cloud.text(p, "DBInstanceIdentifier"))
        if instance:
            self.cloud.expect(instance, "stopped")
            server = self.cloud.server(instance)
            port = server.port
            server.note(wanted="running", failure=None)
            server.start()
            if server.port != port:
                self.cloud.moved(server)
        return plain(p)

    def stop(self, p, plain):
        instance = self.cloud.find(self.cloud.text(p, "DBInstanceIdentifier"))
        if instance:
            self.cloud.expect(instance, "available")
            self.cloud.server(instance).stop()
        return plain(p)

    def finish_reboot(self, instance, cluster, plain):
        if not self.cloud.is_real(instance):
            return plain(instance, cluster)
        server = self.cloud.server(instance)
        try:
            with server.lock:
                server.stop(wanted="running")
                server.start()
            self.rds._record_reboot_event(instance)
            self._settle_parameters(instance, "applying", "pending-reboot")
            instance["DBInstanceStatus"] = "available"
        except Exception as problem:
            self.cloud.failed(server, str(problem))
        finally:
            self.cloud.changed()

    def replicate(self, p, plain):
        cloud = self.cloud
        source = cloud.find(cloud.text(p, "SourceDBInstanceIdentifier"))
        if not source:
            return plain(p)
        cloud.check_capacity()
        cloud.expect(source, "available")
        if not source.get("BackupRetentionPeriod"):
            name = source["DBInstanceIdentifier"]
            raise Refused("InvalidDBInstanceState", f"Automated backups are not enabled for DB instance {name}.")
        leader = cloud.server(source)
        answer = plain(p)
        if answer[0] >= 300:
            return answer
        instance = self.rds._instances[cloud.text(p, "DBInstanceIdentifier")]
        instance.pop("_ManagedSecret", None)
        instance["BackupRetentionPeriod"] = int(cloud.text(p, "BackupRetentionPeriod") or 0)
        instance["DBInstanceClass"] = cloud.text(p, "DBInstanceClass") or source["DBInstanceClass"]
        # A replica has neither of its source: it has them when it is asked for with them.
        instance["MultiAZ"], instance["DeletionProtection"] = cloud.flag(p, "MultiAZ"), cloud.flag(p, "DeletionProtection")
        cloud.begin(instance, lambda server: server.make_replica(leader), origin="copy")
        return self._answer("CreateDBInstanceReadReplica", instance)

    def promote(self, p):
        cloud = self.cloud
        name = cloud.text(p, "DBInstanceIdentifier")
        instance = cloud.find(name)
        if not instance:
            raise Refused("DBInstanceNotFound", f"DBInstance {name} not found.", 404)
        if not instance.get("ReadReplicaSourceDBInstanceIdentifier"):
            raise Refused("InvalidDBInstanceState", f"DB instance {name} is not a read replica.")
        cloud.expect(instance, "available")
        if cloud.text(p, "BackupRetentionPeriod"):
            instance["BackupRetentionPeriod"] = int(cloud.text(p, "BackupRetentionPeriod"))
        self._promote(instance)
        return self._answer("PromoteReadReplica", instance)

    def _promote(self, instance):
        if not instance:
            return
        name = instance["DBInstanceIdentifier"]
        source = self.cloud.find(instance.get("ReadReplicaSourceDBInstanceIdentifier"))
        server = self.cloud.server(instance)
        server.promote()
        instance["ReadReplicaSourceDBInstanceIdentifier"] = ""
        if source and name in source["ReadReplicaDBInstanceIdentifiers"]:
            source["ReadReplicaDBInstanceIdentifiers"].remove(name)
        self.cloud.keep_backups(instance)
        self.cloud.changed()

    def _first_password(self, p, managed, real):
        password = self.cloud.text(p, "MasterUserPassword")
        if managed and password:
            raise Refused(
                "InvalidParameterCombination",
                "You can't specify MasterUserPassword for an instance with ManageMasterUserPassword enabled.",
            )
        if managed:
            return self.rds._generate_master_user_password()
        if real and not password:
            raise Refused(
                "InvalidParameterValue",
                "The parameter MasterUserPassword must be provided and must not be blank.",
            )
        return password

    def _changed_password(self, p, instance):
        """The new master password, if there is to be one; it is stored where RDS keeps it."""
        cloud = self.cloud
        wanted = cloud.text(p, "ManageMasterUserPassword").lower()
        password = cloud.text(p, "MasterUserPassword")
        managed = self.secrets.find(instance) is not None
        renewed = cloud.flag(p, "RotateMasterUserPassword") or (wanted == "true" and not managed)
        if password or renewed:
            if cloud.is_real(instance):
                cloud.expect(instance, "available")
            if instance.get("ReadReplicaSourceDBInstanceIdentifier"):
                raise Refused("InvalidDBInstanceState", "The master password of a read replica is its source's.")
        if renewed:
            password = self.rds._generate_master_user_password()
            self.secrets.store(instance, password, cloud.text(p, "MasterUserSecretKmsKeyId"))
        elif wanted == "false":
            self.secrets.remove(instance)
        elif managed and cloud.text(p, "MasterUserSecretKmsKeyId"):
            self.secrets.find(instance)["KmsKeyId"] = cloud.text(p, "MasterUserSecretKmsKeyId")
        return password

    def _settle_parameters(self, instance, *states):
        for group in instance.get("DBParameterGroups", ()):
            if group.get("ParameterApplyStatus") in states:
                group["ParameterApplyStatus"] = "in-sync"

    def _rename(self, instance, name):
        rds, old = self.rds, instance["DBInstanceIdentifier"]
        tags = rds._tags.pop(instance["DBInstanceArn"], None)
        instance["DBInstanceIdentifier"] = name
        instance["DBInstanceArn"] = instance["DBInstanceArn"].rsplit(":", 1)[0] + f":{name}"
        if tags:
            rds._tags[instance["DBInstanceArn"]] = tags
        rds._instances[name] = instance
        del rds._instances[old]
        for other in self.cloud.all():
            if other.get("ReadReplicaSourceDBInstanceIdentifier") == old:
                other["ReadReplicaSourceDBInstanceIdentifier"] = name
            replicas = other.get("ReadReplicaDBInstanceIdentifiers", [])
            if old in replicas:
                replicas[replicas.index(old)] = name
        if self.cloud.is_real(instance):
            self.cloud.server(instance).note(identifier=name)
        self.cloud.save()

    def _answer(self, action, instance):
        return self.rds._single_instance_response(f"{action}Response", f"{action}Result", instance)


def boot(cloud, secrets):
    """Starts the servers of all instances that ran last time, each in a thread of its own, without waiting."""
    for (account, region, _), instance in list(cloud.rds._instances._data.items()):
        secrets.adopt(instance, account, region)
        if not cloud.is_real(instance):
            continue
        server = cloud.keeper.server(instance["DbiResourceId"])
        if server.made and server.record.get("wanted") == "stopped":
            instance["DBInstanceStatus"] = "stopped"
            continue
        # Nobody sees it before it answers: until then, descriptions wait.
        instance["DBInstanceStatus"] = "available"
        started = cloud.starting[server.id] = threading.Event()
        cloud.rds.spawn_background(
            _boot, cloud, instance, server, started, account, region, thread_name=f"backlot-start-{server.id}"
        )


def _boot(cloud, instance, server, started, account, region):
    try:
        if not server.made:
            return _make_up_for(cloud, instance, server, account, region)
        port = server.port
        server.start()
        if server.port != port:
            cloud.moved(server)
        if server.record.get("archiving") and not backups.bases(server):
            backups.keep(server)
    except Exception as problem:
        cloud.failed(server, str(problem))
    finally:
        cloud.starting.pop(server.id, None)
        started.set()
        cloud.changed()


def _make_up_for(cloud, instance, server, account, region):
    """An instance whose server was never finished: one of a time before there were servers, or of a killed emulator."""
    if server.record.get("origin", "empty") != "empty":
        raise RuntimeError("the emulator was killed while it was restored: delete it and restore it again")
    cloud.check_capacity()
    retention = instance.get("BackupRetentionPeriod", 0)
    about = {"identifier": instance["DBInstanceIdentifier"], "account": account, "region": region}
    source = instance.get("ReadReplicaSourceDBInstanceIdentifier")
    leader = cloud.rds._instances.get_scoped(account, region, source) if source else None
    server.prepare(**about, archiving=retention > 0 and not leader, retention=retention)
    instance["LatestRestorableTime"] = ""
    if leader:
        server.make_replica(cloud.server(leader))
    else:
        server.make_empty(instance["MasterUsername"], instance["_MasterUserPassword"], instance["DBName"] or "postgres")
    if server.record.get("archiving"):
        backups.keep(server)
    cloud.place(instance, server)
