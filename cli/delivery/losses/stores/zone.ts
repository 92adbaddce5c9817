import type { ListResourceRecordSetsCommandInput } from '@aws-sdk/client-route-53';
import { countText, type StoreKind } from './store-kind.js';

/** A zone of Route 53: one that is made anew has other name servers, and the domain points to the old ones. */
export const zone: StoreKind = {
  label: 'DNS zone',
  look: async ({ cloud, attributes, stored }) => {
    const { Route53 } = await import('@aws-sdk/client-route-53');
    const client = new Route53(cloud.settingsFor('route53'));
    const id = String(attributes.zone_id);
    const ours = new Set(stored('aws_route53_record').map(({ fqdn, type }) => `${type} ${fqdn}`));
    let records = 0;
    try {
      let from: Partial<ListResourceRecordSetsCommandInput> = {};
      for (;;) {
        const page = await client.listResourceRecordSets({ HostedZoneId: id, ...from });
        const sets = page.ResourceRecordSets ?? [];
        records += sets.filter(({ Name = '', Type = '' }) => {
          if (Name === `${attributes.name}.` && (Type === 'NS' || Type === 'SOA')) return false;
          return !ours.has(`${Type} ${Name.replace(/\.$/, '')}`);
        }).length;
        if (!page.IsTruncated) break;
        from = {
          StartRecordName: page.NextRecordName,
          StartRecordType: page.NextRecordType,
          StartRecordIdentifier: page.NextRecordIdentifier,
        };
      }
    } finally {
      client.destroy();
    }
    // Nobody delegates a domain to the sandbox.
    const delegated = cloud.target === 'sandbox' ? '' : `the delegation of ${attributes.name}`;
    const beside = records > 0 ? `${countText(records, 'record')} that no stack made` : '';
    const words = [beside, delegated].filter(Boolean).join(' and ');
    return words ? { words, amounts: { items: records } } : undefined;
  },
};
