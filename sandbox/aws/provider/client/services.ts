/** One AWS service: how its SDK client is loaded and what its class is called. */
interface Service {
  readonly load: () => Promise<unknown>;
  readonly client: string;
}

/** The services that handlers, finders and looks may name. Loading is by literal path, so that bundlers see what is used. */
export const services: { readonly [service: string]: Service } = {
  acm: { load: () => import('@aws-sdk/client-acm'), client: 'ACMClient' },
  autoscaling: { load: () => import('@aws-sdk/client-auto-scaling'), client: 'AutoScalingClient' },
  backup: { load: () => import('@aws-sdk/client-backup'), client: 'BackupClient' },
  budgets: { load: () => import('@aws-sdk/client-budgets'), client: 'BudgetsClient' },
  cloudfront: { load: () => import('@aws-sdk/client-cloudfront'), client: 'CloudFrontClient' },
  cloudtrail: { load: () => import('@aws-sdk/client-cloudtrail'), client: 'CloudTrailClient' },
  cloudwatch: { load: () => import('@aws-sdk/client-cloudwatch'), client: 'CloudWatchClient' },
  dynamodb: { load: () => import('@aws-sdk/client-dynamodb'), client: 'DynamoDBClient' },
  ec2: { load: () => import('@aws-sdk/client-ec2'), client: 'EC2Client' },
  ecr: { load: () => import('@aws-sdk/client-ecr'), client: 'ECRClient' },
  eks: { load: () => import('@aws-sdk/client-eks'), client: 'EKSClient' },
  elasticache: { load: () => import('@aws-sdk/client-elasticache'), client: 'ElastiCacheClient' },
  eventbridge: { load: () => import('@aws-sdk/client-eventbridge'), client: 'EventBridgeClient' },
  iam: { load: () => import('@aws-sdk/client-iam'), client: 'IAMClient' },
  kms: { load: () => import('@aws-sdk/client-kms'), client: 'KMSClient' },
  lambda: { load: () => import('@aws-sdk/client-lambda'), client: 'LambdaClient' },
  logs: { load: () => import('@aws-sdk/client-cloudwatch-logs'), client: 'CloudWatchLogsClient' },
  rds: { load: () => import('@aws-sdk/client-rds'), client: 'RDSClient' },
  resourcetagging: {
    load: () => import('@aws-sdk/client-resource-groups-tagging-api'),
    client: 'ResourceGroupsTaggingAPIClient',
  },
  route53: { load: () => import('@aws-sdk/client-route-53'), client: 'Route53Client' },
  s3: { load: () => import('@aws-sdk/client-s3'), client: 'S3Client' },
  secretsmanager: { load: () => import('@aws-sdk/client-secrets-manager'), client: 'SecretsManagerClient' },
  sns: { load: () => import('@aws-sdk/client-sns'), client: 'SNSClient' },
  sqs: { load: () => import('@aws-sdk/client-sqs'), client: 'SQSClient' },
  sts: { load: () => import('@aws-sdk/client-sts'), client: 'STSClient' },
  wafv2: { load: () => import('@aws-sdk/client-wafv2'), client: 'WAFV2Client' },
};
