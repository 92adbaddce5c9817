import type { PolicyStatement } from '../policy-document.js';
import { nameStatements } from './names.js';
import { anywhere, becomesOurs, type DeployScope, exactly, isOurs, verbs } from './scope.js';

/** Distributions, firewalls, certificates and names. */
export function deliveryStatements(scope: DeployScope): PolicyStatement[] {
  const { location, prefix } = scope;
  const global = (service: string, resource: string) => location.arn({ service, region: '', resource });
  const parts = ['origin-access-control', 'response-headers-policy', 'cache-policy', 'origin-request-policy'];
  return [
    {
      sid: 'MakeDistributions',
      actions: exactly('cloudfront', 'CreateDistribution', 'TagResource'),
      // Distributions and certificates have no name before they exist.
      resources: ['*'],
      conditions: becomesOurs(scope),
    },
    {
      sid: 'Distributions',
      actions: exactly(
        'cloudfront',
        ...['UpdateDistribution', 'DeleteDistribution', 'CreateInvalidation', 'TagResource', 'UntagResource'],
      ),
      resources: [global('cloudfront', 'distribution/*')],
      conditions: isOurs(scope),
    },
    {
      // Parts have ids instead of names, and no tags; what makes them, and all that is done to keys of signed links, names no
      // resource at all.
      sid: 'MakeParts',
      actions: [
        ...exactly('cloudfront', ...PARTS.concat('Function', ...KEYS).map((part) => `Create${part}`)),
        ...exactly('cloudfront', ...KEYS.flatMap((part) => [`Update${part}`, `Delete${part}`])),
      ],
      resources: ['*'],
    },
    {
      sid: 'DistributionParts',
      actions: [
        ...exactly('cloudfront', ...PARTS.concat('Function').flatMap((part) => [`Update${part}`, `Delete${part}`])),
        ...exactly('cloudfront', 'PublishFunction', 'DescribeFunction'),
      ],
      resources: [
        ...parts.map((type) => global('cloudfront', `${type}/*`)),
        global('cloudfront', `function/${prefix}*`),
      ],
    },
    { sid: 'LookAtDistributions', actions: verbs('cloudfront', 'Get', 'List'), resources: ['*'] },
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
      // Managed rule groups are AWS's own, and have no name of ours.
      sid: 'ManagedRules',
      actions: exactly('wafv2', 'CreateWebACL', 'UpdateWebACL'),
      resources: [anywhere(scope, 'wafv2', '*/managedruleset/*')],
    },
    { sid: 'ListFirewalls', actions: verbs('wafv2', 'List', 'DescribeManagedRule'), resources: ['*'] },
    {
      sid: 'MakeCertificates',
      actions: exactly('acm', 'RequestCertificate', 'AddTagsToCertificate'),
      resources: ['*'],
      conditions: becomesOurs(scope),
    },
    {
      sid: 'Certificates',
      actions: exactly('acm', 'DeleteCertificate', 'AddTagsToCertificate', 'RemoveTagsFromCertificate'),
      resources: [anywhere(scope, 'acm', 'certificate/*')],
      conditions: isOurs(scope),
    },
    {
      sid: 'LookAtCertificates',
      actions: exactly('acm', 'DescribeCertificate', 'ListTagsForCertificate'),
      resources: [anywhere(scope, 'acm', 'certificate/*')],
    },
    { sid: 'ListCertificates', actions: ['acm:ListCertificates'], resources: ['*'] },
    ...nameStatements(scope),
  ];
}

/** Parts of distributions that belong to the account. */
const PARTS = ['OriginAccessControl', 'ResponseHeadersPolicy', 'CachePolicy', 'OriginRequestPolicy'];

/** Keys of signed links. */
const KEYS = ['KeyGroup', 'PublicKey'];
