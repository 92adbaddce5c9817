import type { PolicyStatement } from '../policy-document.js';
import { anywhere, type DeployScope, isOurs, verbs } from './scope.js';

/** Distributions, firewalls, certificates and names. */
export function deliveryStatements(scope: DeployScope): PolicyStatement[] {
  const { location, prefix } = scope;
  const global = (service: string, resource: string) => location.arn({ service, region: '', resource });
  const parts = ['origin-access-control', 'response-headers-policy', 'cache-policy', 'origin-request-policy'];
  return [
    {
      sid: 'MakeDistributions',
      actions: ['cloudfront:CreateDistribution', 'cloudfront:CreateDistributionWithTags', 'cloudfront:TagResource'],
      resources: [global('cloudfront', 'distribution/*')],
    },
    {
      sid: 'Distributions',
      actions: verbs('cloudfront', 'UpdateDistribution', 'DeleteDistribution', 'CreateInvalidation', 'UntagResource'),
      resources: [global('cloudfront', 'distribution/*')],
      conditions: isOurs(scope),
    },
    {
      sid: 'DistributionParts',
      actions: verbs('cloudfront', 'Create', 'Update', 'Delete', 'PublishFunction', 'DescribeFunction'),
      // They have ids instead of names, and no tags; key groups and public keys have no ARN at all in policies.
      resources: [
        ...parts.map((type) => global('cloudfront', `${type}/*`)),
        global('cloudfront', `function/${prefix}*`),
        global('cloudfront', 'key-group/*'),
        global('cloudfront', 'public-key/*'),
      ],
    },
    { sid: 'LookAtDistributions', actions: verbs('cloudfront', 'Get', 'List'), resources: [global('cloudfront', '*')] },
    {
      sid: 'Firewalls',
      actions: verbs(
        'wafv2',
        'Create',
        'Update',
        'Delete',
        'Get',
        'List',
        'Put',
        'Associate',
        'Disassociate',
        'Tag',
        'Untag',
      ),
      resources: ['webacl', 'ipset', 'rulegroup', 'regexpatternset'].map((type) =>
        anywhere(scope, 'wafv2', `*/${type}/${prefix}*`),
      ),
    },
    {
      sid: 'Certificates',
      actions: verbs('acm', 'RequestCertificate', 'DeleteCertificate', 'Describe', 'List', 'AddTags', 'RemoveTags'),
      // Certificates get random ids.
      resources: [anywhere(scope, 'acm', `certificate/*`)],
    },
    {
      sid: 'Names',
      actions: verbs(
        'route53',
        'ChangeResourceRecordSets',
        'ChangeTags',
        'Get',
        'List',
        'DeleteHostedZone',
        'UpdateHosted',
      ),
      resources: ['hostedzone/*', 'change/*'].map((resource) =>
        location.arn({ service: 'route53', region: '', account: '', resource }),
      ),
    },
    { sid: 'LookForNames', actions: ['route53:CreateHostedZone', 'route53:ListHostedZones*'], resources: ['*'] },
  ];
}
