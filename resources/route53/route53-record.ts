import { ATTACHED_ITSELF, nothing } from '../attachments.js';
import { resource } from '../resource-type.js';
import { bareName } from './bare-name.js';

/** What is known of `aws_route53_record`. */
export default resource({
  type: 'aws_route53_record',
  beside: nothing(ATTACHED_ITSELF),
  find: async ({ values }, calls) => {
    const { zone_id: zone, name, type, set_identifier: set } = values;
    if (!zone || !name || !type) return [];
    const found = await calls.ask('route53:ListResourceRecordSets', { HostedZoneId: zone });
    const there = (found?.ResourceRecordSets ?? []).some(
      (each: Record<string, string>) =>
        bareName(each.Name) === bareName(name) && each.Type === type && (each.SetIdentifier ?? '') === (set ?? ''),
    );
    return there ? [[zone, name, type, ...(set ? [set] : [])].join('_')] : [];
  },
  hangs: true,
});
