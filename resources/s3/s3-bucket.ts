import { type ShellLine, shell } from '../../modules/values/shell-quoted.js';
import { type Look, type SingleLook, single } from '../attachments.js';
import { named } from '../finder.js';
import { resourcePolicyVerdict } from '../policy-severity.js';
import { resource } from '../resource-type.js';

const Bucket = ({ bucket }: { bucket?: string }) => ({ Bucket: bucket });

/** A setting of a bucket that a resource of its own would declare. */
function setting(
  options: Pick<SingleLook, 'what' | 'ask' | 'there' | 'severity' | 'says'> & {
    readonly type: string;
    readonly remove: (bucket: string) => ShellLine;
  },
): Look {
  return single({
    ...options,
    input: Bucket,
    declaredBy: [options.type, 'bucket'],
    remove: ({ bucket }) => options.remove(String(bucket)),
  });
}

const policy = setting({
  type: 'aws_s3_bucket_policy',
  what: 'policy',
  ask: 's3:GetBucketPolicy',
  there: ({ Policy }) => Policy,
  severity: (document, { accountId }) => resourcePolicyVerdict(document, accountId).severity,
  says: (document, { accountId }) => resourcePolicyVerdict(document, accountId).says,
  remove: (bucket) => shell`aws s3api delete-bucket-policy --bucket ${bucket}`,
});

/** Grants to others than the owner; public ones first. */
const acl: Look = {
  what: 'access control lists',
  asks: ['s3:GetBucketAcl'],
  find: async ({ values: { bucket } }, { ask, ours }) => {
    if (ours.has('aws_s3_bucket_acl', { bucket })) return [];
    const answer = await ask('s3:GetBucketAcl', { Bucket: bucket });
    const owner = answer?.Owner?.ID;
    const grants: { Grantee?: { ID?: string; URI?: string }; Permission: string }[] = answer?.Grants ?? [];
    return grants
      .filter(({ Grantee }) => Grantee?.URI || (owner && Grantee?.ID && Grantee.ID !== owner))
      .map(({ Grantee: { URI, ID } = {}, Permission }) => {
        const everybody = /AllUsers|AuthenticatedUsers/.test(URI ?? '');
        return {
          what: 'access control list',
          name: `${Permission} for ${URI?.slice(URI.lastIndexOf('/') + 1) ?? ID}`,
          severity: everybody || !URI ? ('critical' as const) : ('high' as const),
          ...(everybody ? { says: 'open to everybody' } : {}),
          remove: shell`aws s3api put-bucket-acl --bucket ${bucket} --acl private`,
        };
      });
  },
};

const notification = setting({
  type: 'aws_s3_bucket_notification',
  what: 'notification',
  ask: 's3:GetBucketNotificationConfiguration',
  // AWS Backup switches EventBridge on for its continuous backups.
  there: ({ TopicConfigurations: topics, QueueConfigurations: queues, LambdaFunctionConfigurations: functions }) => {
    const all = [...(topics ?? []), ...(queues ?? []), ...(functions ?? [])];
    return all.length > 0 ? all : undefined;
  },
  severity: 'high',
  says: 'tells somebody else of each object',
  remove: (bucket) =>
    shell`aws s3api put-bucket-notification-configuration --bucket ${bucket} --notification-configuration '{}'`,
});

const lifecycle = setting({
  type: 'aws_s3_bucket_lifecycle_configuration',
  what: 'lifecycle configuration',
  ask: 's3:GetBucketLifecycleConfiguration',
  there: ({ Rules }) => Rules?.length || undefined,
  severity: 'high',
  says: 'may remove or move objects',
  remove: (bucket) => shell`aws s3api delete-bucket-lifecycle --bucket ${bucket}`,
});

const replication = setting({
  type: 'aws_s3_bucket_replication_configuration',
  what: 'replication configuration',
  ask: 's3:GetBucketReplication',
  there: ({ ReplicationConfiguration }) => ReplicationConfiguration,
  severity: 'critical',
  says: 'copies each object to another bucket',
  remove: (bucket) => shell`aws s3api delete-bucket-replication --bucket ${bucket}`,
});

const website = setting({
  type: 'aws_s3_bucket_website_configuration',
  what: 'website configuration',
  ask: 's3:GetBucketWebsite',
  there: ({ IndexDocument, RedirectAllRequestsTo }) => IndexDocument ?? RedirectAllRequestsTo,
  severity: 'high',
  says: 'serves the bucket as a site, without TLS',
  remove: (bucket) => shell`aws s3api delete-bucket-website --bucket ${bucket}`,
});

const cors = setting({
  type: 'aws_s3_bucket_cors_configuration',
  what: 'CORS configuration',
  ask: 's3:GetBucketCors',
  there: ({ CORSRules }) => CORSRules?.length || undefined,
  severity: 'high',
  says: 'lets pages of other origins in',
  remove: (bucket) => shell`aws s3api delete-bucket-cors --bucket ${bucket}`,
});

const logging = setting({
  type: 'aws_s3_bucket_logging',
  what: 'access log',
  ask: 's3:GetBucketLogging',
  there: ({ LoggingEnabled }) => LoggingEnabled,
  severity: 'high',
  says: 'writes who reads what into another bucket',
  remove: (bucket) => shell`aws s3api put-bucket-logging --bucket ${bucket} --bucket-logging-status '{}'`,
});

const inventory: Look = {
  what: 'inventories',
  asks: ['s3:ListBucketInventoryConfigurations'],
  find: async ({ values: { bucket } }, { ask, ours }) => {
    const answer = await ask('s3:ListBucketInventoryConfigurations', { Bucket: bucket });
    const lists: { Id: string }[] = answer?.InventoryConfigurationList ?? [];
    return lists
      .filter(({ Id }) => !ours.has('aws_s3_bucket_inventory', { bucket, name: Id }))
      .map(({ Id }) => ({
        what: 'inventory',
        name: Id,
        severity: 'high',
        says: 'lists the objects into another bucket',
        remove: shell`aws s3api delete-bucket-inventory-configuration --bucket ${bucket} --id ${Id}`,
      }));
  },
};

const acceleration = setting({
  type: 'aws_s3_bucket_accelerate_configuration',
  what: 'transfer acceleration',
  ask: 's3:GetBucketAccelerateConfiguration',
  there: ({ Status }) => (Status === 'Enabled' ? Status : undefined),
  severity: 'notice',
  says: 'uploads may go by edge locations, at a price',
  remove: (bucket) =>
    shell`aws s3api put-bucket-accelerate-configuration --bucket ${bucket} --accelerate-configuration Status=Suspended`,
});

const payer = setting({
  type: 'aws_s3_bucket_request_payment_configuration',
  what: 'requester pays',
  ask: 's3:GetBucketRequestPayment',
  there: ({ Payer }) => (Payer === 'Requester' ? Payer : undefined),
  severity: 'notice',
  says: 'whoever does not say that they pay is refused',
  remove: (bucket) =>
    shell`aws s3api put-bucket-request-payment --bucket ${bucket} --request-payment-configuration Payer=BucketOwner`,
});

/** Doors to a bucket with a name and a policy of their own. */
const accessPoints: Look = {
  what: 'access points',
  asks: ['s3control:ListAccessPoints'],
  find: async ({ values: { bucket } }, { ask, ours, accountId }) => {
    const answer = await ask('s3control:ListAccessPoints', { AccountId: accountId, Bucket: bucket });
    const points: { Name: string; NetworkOrigin?: string }[] = answer?.AccessPointList ?? [];
    return points
      .filter(({ Name: name }) => !ours.has('aws_s3_access_point', { name }))
      .map(({ Name: name, NetworkOrigin }) => ({
        what: 'access point',
        name,
        severity: 'critical',
        says: `another door to the bucket, from ${NetworkOrigin === 'VPC' ? 'a VPC' : 'the Internet'}`,
        remove: shell`aws s3control delete-access-point --account-id ${accountId} --name ${name}`,
      }));
  },
};

/** What is known of `aws_s3_bucket`. */
export default resource({
  type: 'aws_s3_bucket',
  holds: {
    lost: 'its objects and their earlier versions',
    section: 'buckets',
    affix: /^bucket-/,
    renamable: true,
  },
  backup: { kind: 's3', identifiedBy: 'bucket' },
  beside: [
    ...[policy, acl, notification, lifecycle, replication, website, cors, logging, inventory],
    ...[accessPoints, acceleration, payer],
  ],
  find: named({ ask: 's3:HeadBucket', by: { Bucket: '{bucket}' }, id: '{bucket}' }),
});
