import { AwsLocation } from '../../aws-location.js';
import type { ControllerContext, ControllerScope } from '../controller-context.js';

/** A production environment as charts see it. */
export const CONTEXT: ControllerContext = {
  platform: 'x',
  environment: 'prod',
  production: true,
  aws: true,
  region: 'eu-central-1',
  clusterName: 'x-prod-cluster',
  clusterEndpoint: 'https://cluster.example.com',
  vpcId: 'vpc-1',
  namespace: 'streaming',
  systemNodes: true,
  monitoring: true,
  certificates: true,
  tags: { 'backlot:environment': 'prod' },
  logGroups: { services: '/aws/eks/x-prod-cluster/services', platform: '/aws/eks/x-prod-cluster/platform' },
  pagerTopicArn: 'arn:aws:sns:eu-central-1:123456789012:x-prod-pager',
  volumeKeyArn: 'arn:aws:kms:eu-central-1:123456789012:key/data',
  zone: { name: 'example.com', id: 'Z1' },
  interruptionQueue: 'x-prod-interruptions',
};

/** The same environment as policies see it. */
export const SCOPE: ControllerScope = {
  location: new AwsLocation('123456789012', 'eu-central-1'),
  clusterName: 'x-prod-cluster',
  vpcId: 'vpc-1',
  secretArns: ['arn:aws:secretsmanager:eu-central-1:123456789012:secret:/x/prod/api-token-AbCdEf'],
  secretsKeyArn: 'arn:aws:kms:eu-central-1:123456789012:key/secrets',
  queueArns: ['arn:aws:sqs:eu-central-1:123456789012:x-prod-ingest'],
  logGroupArns: ['arn:aws:logs:eu-central-1:123456789012:log-group:/aws/eks/x-prod-cluster/services'],
  nodeRoleArn: 'arn:aws:iam::123456789012:role/x-prod-nodes',
  volumeKeyArn: 'arn:aws:kms:eu-central-1:123456789012:key/data',
  pager: {
    arn: 'arn:aws:sns:eu-central-1:123456789012:x-prod-pager',
    keyArn: 'arn:aws:kms:eu-central-1:123456789012:key/messaging',
  },
  interruptionQueue: {
    arn: 'arn:aws:sqs:eu-central-1:123456789012:x-prod-interruptions',
    keyArn: 'arn:aws:kms:eu-central-1:123456789012:key/messaging',
  },
  zone: { name: 'example.com', id: 'Z1' },
};
