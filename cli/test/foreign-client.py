"""An AWS client that is not ours: says what it finds in the cloud, or changes it. Usage: foreign-client.py ENDPOINT VERB"""

import json
import sys

import botocore.session

ENDPOINT, VERB = sys.argv[1:3]
SESSION = botocore.session.get_session()


def client(service, region="eu-central-1"):
    return SESSION.create_client(
        service,
        region_name=region,
        endpoint_url=ENDPOINT,
        aws_access_key_id="000000000000",
        aws_secret_access_key="foreign",
    )


def own_vpcs():
    return [each for each in client("ec2").describe_vpcs()["Vpcs"] if each.get("Tags")]


def inventory():
    ec2, s3, eks = client("ec2"), client("s3"), client("eks")
    buckets = {}
    for name in [each["Name"] for each in s3.list_buckets()["Buckets"]]:
        if "-state-" in name:
            continue
        encryption = s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"][0]
        buckets[name] = {
            "versioning": s3.get_bucket_versioning(Bucket=name).get("Status"),
            "encryption": encryption["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"],
            "block": s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"],
        }
    cluster = eks.list_clusters()["clusters"][0]
    distribution = client("cloudfront").list_distributions()["DistributionList"]["Items"][0]
    return {
        "vpcs": [each["CidrBlock"] for each in own_vpcs()],
        "zones": sorted(
            {each["AvailabilityZone"] for each in ec2.describe_subnets()["Subnets"] if each["VpcId"] == own_vpcs()[0]["VpcId"]}
        ),
        "natGateways": len(ec2.describe_nat_gateways()["NatGateways"]),
        "cluster": {
            "version": eks.describe_cluster(name=cluster)["cluster"]["version"],
            "nodeGroups": sorted(eks.list_nodegroups(clusterName=cluster)["nodegroups"]),
        },
        "repositories": sorted(
            (each["repositoryName"], each["imageTagMutability"], each["imageScanningConfiguration"]["scanOnPush"])
            for each in client("ecr").describe_repositories()["repositories"]
        ),
        "databases": {
            each["DBInstanceIdentifier"]: [each["MultiAZ"], each["StorageEncrypted"], each["PubliclyAccessible"]]
            for each in client("rds").describe_db_instances()["DBInstances"]
        },
        "caches": [
            [each["TransitEncryptionEnabled"], each["AtRestEncryptionEnabled"], len(each["MemberClusters"])]
            for each in client("elasticache").describe_replication_groups()["ReplicationGroups"]
        ],
        "buckets": buckets,
        "distribution": sorted(distribution["Aliases"]["Items"]),
        "secrets": sorted(each["Name"] for each in client("secretsmanager").list_secrets()["SecretList"]),
        "tags": {tag["Key"]: tag["Value"] for tag in own_vpcs()[0]["Tags"]},
    }


def foundation():
    s3, iam, kms = client("s3"), client("iam"), client("kms")
    buckets = {}
    for name in [each["Name"] for each in s3.list_buckets()["Buckets"]]:
        rule = s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"][0]
        lifecycle = s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"][0]
        buckets[name] = {
            "versioning": s3.get_bucket_versioning(Bucket=name).get("Status"),
            "encryption": rule["ApplyServerSideEncryptionByDefault"],
            "bucketKey": rule.get("BucketKeyEnabled", False),
            "block": sorted(k for k, v in s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"].items() if v),
            "ownership": s3.get_bucket_ownership_controls(Bucket=name)["OwnershipControls"]["Rules"][0]["ObjectOwnership"],
            "policy": json.loads(s3.get_bucket_policy(Bucket=name)["Policy"])["Statement"],
            "oldVersionDays": lifecycle["NoncurrentVersionExpiration"]["NoncurrentDays"],
            "unfinishedUploadDays": lifecycle["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"],
            "logsTo": s3.get_bucket_logging(Bucket=name).get("LoggingEnabled", {}).get("TargetBucket"),
            "tags": {tag["Key"]: tag["Value"] for tag in s3.get_bucket_tagging(Bucket=name)["TagSet"]},
        }
    roles = {}
    for role in [each["RoleName"] for each in iam.list_roles()["Roles"] if "backlot" in each["RoleName"]]:
        attached = iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
        actions = []
        for policy in [each["PolicyArn"] for each in attached if ":aws:policy/" not in each["PolicyArn"]]:
            version = iam.get_policy(PolicyArn=policy)["Policy"]["DefaultVersionId"]
            document = iam.get_policy_version(PolicyArn=policy, VersionId=version)["PolicyVersion"]["Document"]
            for statement in document["Statement"]:
                given = statement["Action"]
                actions += [given] if isinstance(given, str) else given
        roles[role] = {"policies": sorted(each["PolicyName"] for each in attached), "actions": sorted(set(actions))}
    aliases = {each["AliasName"]: each.get("TargetKeyId") for each in kms.list_aliases()["Aliases"]}
    return {
        "buckets": buckets,
        "roles": roles,
        "providers": providers(),
        "stateKeyRotates": kms.get_key_rotation_status(KeyId=aliases["alias/backlot-local-state"])["KeyRotationEnabled"],
    }


def providers():
    return [each["Arn"] for each in client("iam").list_open_id_connect_providers()["OpenIDConnectProviderList"]]


def ledgers():
    aliases = [each["AliasName"] for each in client("kms").list_aliases()["Aliases"]]
    groups = [each["logGroupName"] for each in client("logs").describe_log_groups()["logGroups"]]
    return {
        "aliases": sorted(each for each in aliases if each.endswith("-ledger")),
        "groups": sorted(each for each in groups if each.endswith("/ledger-heads")),
    }


def spoil():
    s3 = client("s3")
    name = next(each["Name"] for each in s3.list_buckets()["Buckets"] if "-state-" in each["Name"])
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Suspended"})
    s3.delete_bucket_policy(Bucket=name)


def tamper():
    ec2 = client("ec2")
    ec2.create_tags(Resources=[own_vpcs()[0]["VpcId"]], Tags=[{"Key": "Name", "Value": "tampered"}])
    uploads = next(each["Name"] for each in client("s3").list_buckets()["Buckets"] if "-uploads-" in each["Name"])
    client("s3").put_bucket_versioning(Bucket=uploads, VersioningConfiguration={"Status": "Suspended"})
    rules = ec2.describe_security_group_rules()["SecurityGroupRules"]
    rule = next(each for each in rules if not each["IsEgress"] and each.get("Description") == "AWS APIs from the network")
    ec2.revoke_security_group_ingress(GroupId=rule["GroupId"], SecurityGroupRuleIds=[rule["SecurityGroupRuleId"]])


def leftovers():
    ec2 = client("ec2")
    found = {
        "buckets": [each["Name"] for each in client("s3").list_buckets()["Buckets"]],
        "vpcs": own_vpcs(),
        "addresses": ec2.describe_addresses()["Addresses"],
        "clusters": client("eks").list_clusters()["clusters"],
        "databases": client("rds").describe_db_instances()["DBInstances"],
        "caches": client("elasticache").describe_replication_groups()["ReplicationGroups"],
        "repositories": client("ecr").describe_repositories()["repositories"],
        "secrets": client("secretsmanager").list_secrets()["SecretList"],
        "queues": client("sqs").list_queues().get("QueueUrls", []),
        "topics": client("sns").list_topics()["Topics"],
        "functions": client("lambda").list_functions()["Functions"],
        "roles": [each["RoleName"] for each in client("iam").list_roles()["Roles"] if "backlot" in each["RoleName"]],
        "policies": client("iam").list_policies(Scope="Local")["Policies"],
        "aliases": [each["AliasName"] for each in client("kms").list_aliases()["Aliases"] if "backlot" in each["AliasName"]],
        "distributions": client("cloudfront").list_distributions()["DistributionList"].get("Items", []),
        "firewalls": client("wafv2", "us-east-1").list_web_acls(Scope="CLOUDFRONT")["WebACLs"],
        "certificates": client("acm", "us-east-1").list_certificates()["CertificateSummaryList"],
        "zones": client("route53").list_hosted_zones()["HostedZones"],
        "vaults": client("backup").list_backup_vaults()["BackupVaultList"],
        "alarms": client("cloudwatch").describe_alarms()["MetricAlarms"],
        "logGroups": client("logs").describe_log_groups()["logGroups"],
    }
    return {name: each for name, each in found.items() if each}


VERBS = (inventory, foundation, providers, ledgers, spoil, tamper, leftovers)
print(json.dumps({each.__name__: each for each in VERBS}[VERB](), default=str))
