import type { Environment } from '../../../environments/model/index.js';
import { type ForeignRequest, requestPlace } from './request-place.js';

/**
 * Making a thing of one's own, with all tags that anybody asks for, out of what somebody else has: a disk that is read, a network
 * that is entered; and what all environments of an account share.
 */
export function madeFromRequests(environment: Environment): ForeignRequest[] {
  const { all, arn, prefix, requested, tagged } = requestPlace(environment);
  const asked = {
    ...requested,
    [`aws:RequestTag/kubernetes.io/cluster/${prefix}cluster`]: 'owned',
    'aws:RequestTag/elbv2.k8s.aws/cluster': `${prefix}cluster`,
    'aws:RequestTag/ebs.csi.aws.com/cluster': 'true',
    'aws:RequestTag/node.k8s.amazonaws.com/instance_id': 'i-1',
  };
  return [
    ...tagged('machine', ['ec2:CreateSnapshot'], [arn('ec2', 'volume/vol-other')], asked),
    ...tagged('machine', ['ec2:CreateVolume'], ['arn:aws:ec2:eu-central-1::snapshot/snap-other'], asked),
    ...tagged(
      'machine',
      ['ec2:CreateNetworkInterface'],
      [arn('ec2', 'subnet/subnet-other'), arn('ec2', 'security-group/sg-other')],
      asked,
    ),
    ...all(
      'data of another',
      ['DeleteLogGroup', 'PutSubscriptionFilter', 'PutLogEvents'].map((each) => `logs:${each}`),
      [arn('logs', 'log-group:RDSOSMetrics:log-stream:db-OTHER')],
    ),
  ];
}
