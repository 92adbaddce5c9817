import { carries, type Finder, listed, named, WRITTEN_AGAIN } from '../finder.js';

/** Names, certificates, firewall and CDN. Their lists carry no tags: names are unique in an account. */
export const edgeFinders: Readonly<Record<string, Finder>> = {
  aws_acm_certificate: async ({ values }, calls) => {
    const { region } = values;
    const found = await calls.ask('acm:ListCertificates', {}, { region });
    const ids: string[] = [];
    for (const { DomainName, CertificateArn } of found?.CertificateSummaryList ?? []) {
      if (DomainName !== values.domain_name) continue;
      const tags = await calls.ask('acm:ListTagsForCertificate', { CertificateArn }, { region });
      if (carries(tags?.Tags, values)) ids.push(CertificateArn);
    }
    return ids;
  },
  aws_acm_certificate_validation: WRITTEN_AGAIN,
  aws_route53_zone: async ({ values }, calls) => {
    if (!values.name) return [];
    const found = await calls.ask('route53:ListHostedZones', {});
    const [tagged, others]: [string[], string[]] = [[], []];
    const isPrivate = (values.vpc ?? []).length > 0;
    for (const { Id, Name, Config } of found?.HostedZones ?? []) {
      if (bare(Name) !== bare(values.name) || (Config?.PrivateZone ?? false) !== isPrivate) continue;
      const ResourceId = String(Id).replace('/hostedzone/', '');
      const tags = await calls.ask('route53:ListTagsForResource', { ResourceType: 'hostedzone', ResourceId });
      (carries(tags?.ResourceTagSet?.Tags, values) ? tagged : others).push(ResourceId);
    }
    // A zone gets its tags by a second call: what was cut off in between has the name, and nothing else.
    return [...tagged, ...others];
  },
  aws_route53_record: async ({ values }, calls) => {
    const { zone_id: zone, name, type, set_identifier: set } = values;
    if (!zone || !name || !type) return [];
    const found = await calls.ask('route53:ListResourceRecordSets', { HostedZoneId: zone });
    const there = (found?.ResourceRecordSets ?? []).some(
      (each: Record<string, string>) =>
        bare(each.Name) === bare(name) && each.Type === type && (each.SetIdentifier ?? '') === (set ?? ''),
    );
    return there ? [[zone, name, type, ...(set ? [set] : [])].join('_')] : [];
  },
  aws_cloudfront_distribution: async ({ values }, calls) => {
    const found = await calls.ask('cloudfront:ListDistributions', {});
    const ids: string[] = [];
    for (const { Id, ARN } of found?.DistributionList?.Items ?? []) {
      const tags = await calls.ask('cloudfront:ListTagsForResource', { Resource: ARN });
      if (carries(tags?.Tags?.Items, values)) ids.push(Id);
    }
    return ids;
  },
  aws_cloudfront_cache_policy: policy('ListCachePolicies', 'CachePolicyList', 'CachePolicy', 'CachePolicyConfig'),
  aws_cloudfront_response_headers_policy: policy(
    'ListResponseHeadersPolicies',
    'ResponseHeadersPolicyList',
    'ResponseHeadersPolicy',
    'ResponseHeadersPolicyConfig',
  ),
  aws_cloudfront_key_group: policy('ListKeyGroups', 'KeyGroupList', 'KeyGroup', 'KeyGroupConfig'),
  aws_cloudfront_origin_access_control: listed({
    ask: 'cloudfront:ListOriginAccessControls',
    at: 'OriginAccessControlList.Items',
    same: { Name: 'name' },
    id: 'Id',
  }),
  aws_cloudfront_public_key: listed({
    ask: 'cloudfront:ListPublicKeys',
    at: 'PublicKeyList.Items',
    same: { Name: 'name' },
    id: 'Id',
  }),
  aws_cloudfront_function: named({
    ask: 'cloudfront:DescribeFunction',
    by: { Name: '{name}', Stage: 'DEVELOPMENT' },
    id: '{name}',
  }),
  aws_wafv2_web_acl: listed({
    ask: 'wafv2:ListWebACLs',
    by: { Scope: '{scope}' },
    at: 'WebACLs',
    same: { Name: 'name' },
    id: '{Id}/{Name}/{scope}',
  }),
  aws_wafv2_web_acl_logging_configuration: WRITTEN_AGAIN,
};

function policy(operation: string, list: string, member: string, config: string): Finder {
  return listed({
    ask: `cloudfront:${operation}`,
    at: `${list}.Items`,
    same: { [`${member}.${config}.Name`]: 'name' },
    id: `${member}.Id`,
  });
}

function bare(name = ''): string {
  return name.replace(/\.$/, '').replaceAll('\\052', '*');
}
