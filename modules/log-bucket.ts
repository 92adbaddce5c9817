import { Construct } from 'constructs';
import type { AwsLocation } from './aws-location.js';
import type { PolicyStatement } from './policy-document.js';
import { PrivateBucket } from './private-bucket.js';
import type { Duration } from './values/duration.js';

/** What a {@link LogBucket} is made from. */
export interface LogBucketProps {
  readonly bucketName: string;
  readonly location: AwsLocation;
  /** How long logs are kept. */
  readonly retention: Duration;
  /** Buckets whose name starts so may log here. */
  readonly sourcePrefix: string;
  /** Beginnings of names among these that are of somebody else. @default none */
  readonly foreignPrefixes?: readonly string[];
  /** @default false */
  readonly forceDestroy?: boolean;
}

/**
 * The bucket that S3, CloudFront and load balancers write access logs to.
 *
 * Encrypted with S3's own keys, as S3 and load balancers cannot write logs under a KMS key; ACLs stay possible, as
 * CloudFront grants itself its folder by one when a distribution is told to log.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
 */
export class LogBucket extends Construct {
  readonly name: string;
  readonly arn: string;
  /** What CloudFront wants as the target of its logs. */
  readonly domainName: string;

  constructor(scope: Construct, id: string, props: LogBucketProps) {
    super(scope, id);
    const bucket = new PrivateBucket(this, 'Default', {
      bucketName: props.bucketName,
      encryption: 's3-managed',
      ownership: 'BucketOwnerPreferred',
      expire: props.retention,
      forceDestroy: props.forceDestroy,
    });
    bucket.addStatement(accessLogsOfBuckets(bucket.arn, props));
    bucket.addStatement(accessLogsOfLoadBalancers(bucket.arn, props.location));
    this.name = bucket.name;
    this.arn = bucket.arn;
    this.domainName = bucket.domainName;
  }
}

function accessLogsOfBuckets(bucketArn: string, props: LogBucketProps): PolicyStatement {
  const { foreignPrefixes = [], location, sourcePrefix } = props;
  const buckets = (prefix: string) => location.arn({ service: 's3', region: '', account: '', resource: `${prefix}*` });
  return {
    sid: 'BucketLogs',
    principal: { Service: 'logging.s3.amazonaws.com' },
    actions: ['s3:PutObject'],
    resources: [`${bucketArn}/s3/*`],
    conditions: {
      StringEquals: { 'aws:SourceAccount': location.accountId },
      ArnLike: { 'aws:SourceArn': buckets(sourcePrefix) },
      ...(foreignPrefixes.length > 0 ? { ArnNotLike: { 'aws:SourceArn': foreignPrefixes.map(buckets) } } : {}),
    },
  };
}

function accessLogsOfLoadBalancers(bucketArn: string, location: AwsLocation): PolicyStatement {
  return {
    sid: 'LoadBalancerLogs',
    principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
    actions: ['s3:PutObject'],
    resources: [`${bucketArn}/alb/AWSLogs/${location.accountId}/*`],
    conditions: {
      ArnLike: { 'aws:SourceArn': location.arn({ service: 'elasticloadbalancing', resource: 'loadbalancer/*' }) },
    },
  };
}
