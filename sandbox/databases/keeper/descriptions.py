"""What the API tells of instances beyond the emulator's own answers."""

import re

from .restores import automated_arn

RESTORABLE = re.compile(r"<LatestRestorableTime>[^<]*</LatestRestorableTime>")


class Descriptions:
    """The emulator's texts of instances, completed."""

    def __init__(self, cloud, secrets):
        self.cloud = cloud
        self.secrets = secrets
        self.rds = cloud.rds

    def instance(self, record, plain):
        return self._restorable(record, plain(record)) + self._secret(record)

    def instances(self, p, plain):
        """Servers that start with the emulator are told of once they answer."""
        for started in list(self.cloud.starting.values()):
            started.wait(60)
        return plain(p)

    def automated_backups(self, p):
        name, server_id = self.cloud.text(p, "DBInstanceIdentifier"), self.cloud.text(p, "DbiResourceId")
        found = "".join(
            self._automated(instance)
            for instance in self.rds._instances.values()
            if self.cloud.is_real(instance)
            and name in ("", instance["DBInstanceIdentifier"])
            and server_id in ("", instance["DbiResourceId"])
        )
        action = "DescribeDBInstanceAutomatedBackups"
        inner = f"<DBInstanceAutomatedBackups>{found}</DBInstanceAutomatedBackups>"
        return self.rds._xml(200, f"{action}Response", f"<{action}Result>{inner}</{action}Result>")

    def _automated(self, instance):
        times = self.cloud.times(instance)
        if not times:
            return ""
        first, last = (self.cloud.format(each) for each in times)
        told = {
            "DBInstanceAutomatedBackupsArn": automated_arn(instance),
            "Region": instance["DBInstanceArn"].split(":")[3],
            "Status": "active",
            "Port": instance["Endpoint"]["Port"],
            "Encrypted": str(instance.get("StorageEncrypted", False)).lower(),
        }
        same = ("DBInstanceArn", "DbiResourceId", "DBInstanceIdentifier", "AllocatedStorage", "AvailabilityZone")
        same += ("InstanceCreateTime", "MasterUsername", "Engine", "EngineVersion", "LicenseModel", "StorageType")
        told.update({key: instance.get(key, "") for key in (*same, "BackupRetentionPeriod")})
        text = "".join(f"<{key}>{self.rds._esc(str(value))}</{key}>" for key, value in told.items())
        window = f"<RestoreWindow><EarliestTime>{first}</EarliestTime><LatestTime>{last}</LatestTime></RestoreWindow>"
        return f"<DBInstanceAutomatedBackup>{text}{window}</DBInstanceAutomatedBackup>"

    def _restorable(self, record, text):
        if not self.cloud.is_real(record):
            return text
        times = self.cloud.times(record)
        last = f"<LatestRestorableTime>{self.cloud.format(times[1])}</LatestRestorableTime>" if times else ""
        return RESTORABLE.sub(last, text, count=1)

    def _secret(self, record):
        secret = self.secrets.find(record)
        if not secret:
            return ""
        key = f"<KmsKeyId>{secret['KmsKeyId']}</KmsKeyId>" if secret.get("KmsKeyId") else ""
        arn = f"<SecretArn>{secret['ARN']}</SecretArn>"
        return f"<MasterUserSecret>{arn}<SecretStatus>active</SecretStatus>{key}</MasterUserSecret>"
