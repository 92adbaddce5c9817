"""An AWS client that is not ours: fills stores, tells how much they hold, or takes them away. Usage: foreign-stores.py ENDPOINT VERB [JSON]"""

import json
import sys
import time

import botocore.session

ENDPOINT, VERB = sys.argv[1:3]
ARGUMENT = json.loads(sys.argv[3]) if len(sys.argv) > 3 else None
SESSION = botocore.session.get_session()
MANIFEST = json.dumps(
    {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": {
            "mediaType": "application/vnd.oci.image.config.v1+json",
            "size": 2,
            "digest": "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
        },
        "layers": [],
    }
)


def client(service):
    return SESSION.create_client(
        service,
        region_name="eu-central-1",
        endpoint_url=ENDPOINT,
        aws_access_key_id="000000000000",
        aws_secret_access_key="foreign",
    )


def buckets():
    return [each["Name"] for each in client("s3").list_buckets()["Buckets"] if "-state-" not in each["Name"]]


def groups():
    return [each["logGroupName"] for each in client("logs").describe_log_groups()["logGroups"]]


def fill():
    s3, ecr, logs, secrets = client("s3"), client("ecr"), client("logs"), client("secretsmanager")
    for bucket in buckets():
        for number in range(3):
            s3.put_object(Bucket=bucket, Key=f"film-{number}", Body=b"frames")
    for each in ecr.describe_repositories()["repositories"]:
        if not ecr.list_images(repositoryName=each["repositoryName"])["imageIds"]:
            ecr.put_image(repositoryName=each["repositoryName"], imageManifest=MANIFEST, imageTag="held")
    for group in groups():
        if logs.describe_log_streams(logGroupName=group)["logStreams"]:
            continue
        logs.create_log_stream(logGroupName=group, logStreamName="held")
        event = {"timestamp": int(time.time() * 1000), "message": "played"}
        logs.put_log_events(logGroupName=group, logStreamName="held", logEvents=[event])
    for each in client("route53").list_hosted_zones()["HostedZones"]:
        change = {"Name": f"studio.{each['Name']}", "Type": "TXT", "TTL": 60, "ResourceRecords": [{"Value": '"theirs"'}]}
        batch = {"Changes": [{"Action": "UPSERT", "ResourceRecordSet": change}]}
        client("route53").change_resource_record_sets(HostedZoneId=each["Id"], ChangeBatch=batch)
    for name in ARGUMENT:
        secrets.put_secret_value(SecretId=name, SecretString="set by hand")
    return held()


def held():
    s3, ecr, logs, secrets = client("s3"), client("ecr"), client("logs"), client("secretsmanager")
    found = {}
    for bucket in buckets():
        found[bucket] = s3.list_objects_v2(Bucket=bucket)["KeyCount"]
    for each in ecr.describe_repositories()["repositories"]:
        name = each["repositoryName"]
        found[name] = len(ecr.list_images(repositoryName=name)["imageIds"])
    for group in groups():
        found[group] = len(logs.describe_log_streams(logGroupName=group)["logStreams"])
    for each in secrets.list_secrets()["SecretList"]:
        if not each["Name"].startswith("rds!"):
            found[each["Name"]] = len(each.get("SecretVersionsToStages", {}))
    for each in client("rds").describe_db_instances()["DBInstances"]:
        found[each["DBInstanceIdentifier"]] = each["DBInstanceStatus"]
    for each in client("route53").list_hosted_zones()["HostedZones"]:
        found[each["Name"]] = each["Id"]
    return found


def login():
    """Where a database answers, and how its master logs in."""
    found = client("rds").describe_db_instances(DBInstanceIdentifier=ARGUMENT)["DBInstances"][0]
    value = client("secretsmanager").get_secret_value(SecretId=found["MasterUserSecret"]["SecretArn"])["SecretString"]
    end = found["Endpoint"]
    return {**json.loads(value), "host": end["Address"], "port": end["Port"], "database": found["DBName"]}


def snapshots():
    return [each["DBSnapshotIdentifier"] for each in client("rds").describe_db_snapshots()["DBSnapshots"]]


def keys():
    """Key by the end of its alias."""
    return {each["AliasName"]: each["TargetKeyId"] for each in client("kms").list_aliases()["Aliases"] if "TargetKeyId" in each}


def key_state():
    return client("kms").describe_key(KeyId=ARGUMENT)["KeyMetadata"]["KeyState"]


def delete_key():
    client("kms").schedule_key_deletion(KeyId=ARGUMENT, PendingWindowInDays=7)


def disable_key():
    client("kms").disable_key(KeyId=ARGUMENT)


def delete_secret():
    client("secretsmanager").delete_secret(SecretId=ARGUMENT, RecoveryWindowInDays=7)


def protect():
    client("rds").modify_db_instance(DBInstanceIdentifier=ARGUMENT, DeletionProtection=True, ApplyImmediately=True)


def unprotect():
    client("rds").modify_db_instance(DBInstanceIdentifier=ARGUMENT, DeletionProtection=False, ApplyImmediately=True)


print(json.dumps(globals()[VERB](), default=str))
