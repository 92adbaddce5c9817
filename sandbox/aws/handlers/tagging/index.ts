import type { Tagging } from '../contract.js';
import { byCalls } from './by-calls.js';
import { ec2Tagging } from './ec2.js';

/** How tags are written, and read where the described object lacks them, by service. */
const byService: { readonly [service: string]: Tagging } = {
  acm: byCalls({
    key: { CertificateArn: '{arn}' },
    tag: 'AddTagsToCertificate',
    untag: 'RemoveTagsFromCertificate',
    untagTakes: 'tags',
    list: 'ListTagsForCertificate',
  }),
  backup: byCalls({ key: { ResourceArn: '{arn}' }, form: 'map', untagMember: 'TagKeyList', list: 'ListTags' }),
  budgets: byCalls({
    key: { ResourceARN: '{arn}' },
    tagMember: 'ResourceTags',
    untagMember: 'ResourceTagKeys',
    list: 'ListTagsForResource',
  }),
  cloudfront: byCalls({ key: { Resource: '{arn}' }, wrap: 'Items', list: 'ListTagsForResource' }),
  cloudtrail: byCalls({
    key: { ResourceId: '{arn}' },
    tag: 'AddTags',
    tagMember: 'TagsList',
    untag: 'RemoveTags',
    untagMember: 'TagsList',
    untagTakes: 'tags',
  }),
  cloudwatch: byCalls({ key: { ResourceARN: '{arn}' }, list: 'ListTagsForResource' }),
  ec2: ec2Tagging(),
  ecr: byCalls({
    key: { resourceArn: '{arn}' },
    tagMember: 'tags',
    untagMember: 'tagKeys',
    list: 'ListTagsForResource',
  }),
  eks: byCalls({ key: { resourceArn: '{arn}' }, form: 'map', tagMember: 'tags', untagMember: 'tagKeys' }),
  elasticache: byCalls({
    key: { ResourceName: '{arn}' },
    tag: 'AddTagsToResource',
    untag: 'RemoveTagsFromResource',
    list: 'ListTagsForResource',
    listMember: 'TagList',
  }),
  eventbridge: byCalls({ key: { ResourceARN: '{arn}' }, list: 'ListTagsForResource' }),
  kms: byCalls({
    key: { KeyId: '{id}' },
    pair: ['TagKey', 'TagValue'],
    list: 'ListResourceTags',
  }),
  lambda: byCalls({ key: { Resource: '{arn}' }, form: 'map', list: 'ListTags' }),
  logs: byCalls({
    key: { resourceArn: '{arn}' },
    form: 'map',
    tagMember: 'tags',
    untagMember: 'tagKeys',
    list: 'ListTagsForResource',
    listMember: 'tags',
  }),
  rds: byCalls({
    key: { ResourceName: '{arn}' },
    tag: 'AddTagsToResource',
    untag: 'RemoveTagsFromResource',
    list: 'ListTagsForResource',
    listMember: 'TagList',
  }),
  secretsmanager: byCalls({ key: { SecretId: '{id}' } }),
  sns: byCalls({ key: { ResourceArn: '{arn}' }, list: 'ListTagsForResource' }),
  sqs: byCalls({ key: { QueueUrl: '{id}' }, form: 'map', tag: 'TagQueue', untag: 'UntagQueue', list: 'ListQueueTags' }),
  wafv2: byCalls({
    key: { ResourceARN: '{arn}' },
    list: 'ListTagsForResource',
    listMember: 'TagInfoForResource.TagList',
  }),
};

/** The way of a service; undefined where each resource type has its own (IAM, S3, Route 53). */
export function taggingFor(service: string): Tagging | undefined {
  return byService[service];
}
