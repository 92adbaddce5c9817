"""The secrets in which RDS keeps master passwords that it manages. The emulator has them for clusters only."""

import hashlib
import json


class MasterSecrets:
    """`module` is the emulator's Secrets Manager."""

    def __init__(self, rds, module):
        self.rds = rds
        self.module = module

    def find(self, instance):
        """The secret of an instance; None when its password is its owner's business, or the secret was deleted."""
        name = instance.get("_ManagedSecret")
        _, secret = self.module._resolve(name) if name else (None, None)
        return secret if secret and not secret.get("DeletedDate") else None

    def store(self, instance, password, key=""):
        text = json.dumps({"username": instance["MasterUsername"], "password": password})
        name = instance.setdefault("_ManagedSecret", f"rds!db-{self.rds.new_uuid()}")
        if self.find(instance):
            self.module.put_secret_value_in_process(name, text)
        else:
            self.module.delete_secret_in_process(name)
            arn = instance["DBInstanceArn"]
            self.module._store_new_secret(
                name,
                secret_string=text,
                description=f"The secret associated with the primary RDS DB instance: {arn}",
                tags=[
                    {"Key": "aws:secretsmanager:owningService", "Value": "rds"},
                    {"Key": "aws:rds:primaryDBInstanceArn", "Value": arn},
                ],
            )
        if key:
            self.find(instance)["KmsKeyId"] = key

    def remove(self, instance):
        name = instance.pop("_ManagedSecret", None)
        if name:
            self.module.delete_secret_in_process(name)

    def adopt(self, instance, account, region):
        """Finds the secret of an instance of a former version, whose provider made it, named after the instance."""
        if "_ManagedSecret" in instance:
            return
        digest = hashlib.sha256(instance["DBInstanceArn"].encode()).hexdigest()
        name = f"rds!db-{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}"
        if self.module._secrets.contains_scoped(account, region, name):
            instance["_ManagedSecret"] = name
