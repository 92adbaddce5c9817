import type { ListResourceRecordSetsCommandInput } from '@aws-sdk/client-route-53';
import { countText, type StoreKind } from './store-kind.js';

/** A zone of Route 53: one that is made anew has other name servers, and the domain points to the old ones. */
export const zone: StoreKind = {
  label: 'DNS zone',
  look: async ({ cloud, attributes, mentions }) => {
    const { Route53 } = await import('@aws-sdk/client-route-53');
    const client = new Route53(cloud.settingsFor('route53'));
    const id = String(attributes.zone_id);
    let records = 0;
    try {
      let from: Partial<ListResourceRecordSetsCommandInput> = {};
      for (;;) {
        const page = await client.listResourceRecordSets({ HostedZoneId: id, ...from });
        records += page.ResourceRecordSets?.filter(({ Type }) => Type !== 'NS' && Type !== 'SOA').length ?? 0;
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
    const stays = await mentions(id);
    if (records === 0 && stays.length === 0) return undefined;
    return {
      words: `${countText(records, 'record')} and the delegation of ${attributes.name}`,
      amounts: { items: records },
    };
  },
};
