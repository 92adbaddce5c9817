import { shell } from '../../modules/values/shell-quoted.js';
import { keeping, type Look } from '../attachments.js';
import type { ApiObject } from '../aws-calls.js';
import { carries } from '../finder.js';
import { resource } from '../resource-type.js';
import { bareName } from './bare-name.js';

/** Records of a zone. Those that external-dns owns say so in a TXT record of the same name. */
const records: Look = {
  what: 'records',
  asks: ['route53:ListResourceRecordSets'],
  find: async ({ values: { zone_id: id, name } }, { ask, ours }) => {
    const apex = plain(name);
    const sets: ApiObject[] =
      (await ask('route53:ListResourceRecordSets', { HostedZoneId: id }))?.ResourceRecordSets ?? [];
    const owned = new Set(sets.filter(isOwnerRecord).flatMap((set) => keysOwned(plain(set.Name))));
    const known = new Set(
      ours
        .of('aws_route53_record')
        .filter(({ values }) => values.zone_id === id)
        .map(({ values }) => keyOf(plain(values.fqdn ?? values.name), values.type, values.set_identifier)),
    );
    return (
      sets
        .filter(({ Name, Type }) => !(plain(Name) === apex && (Type === 'NS' || Type === 'SOA')))
        .filter(({ Name, Type, SetIdentifier }) => !known.has(keyOf(plain(Name), Type, SetIdentifier)))
        .filter((set) => !isOwnerRecord(set) && !owned.has(keyOf(plain(set.Name), set.Type, undefined)))
        // cert-manager writes it for a minute, and takes it away.
        .filter(({ Name, Type }) => !(Type === 'TXT' && Name.startsWith('_acme-challenge.')))
        .map((set) => ({
          what: 'record',
          name: `${plain(set.Name)} ${set.Type}`,
          severity: 'high',
          says: `leads to ${destination(set)}`,
          remove: shell`aws route53 change-resource-record-sets --hosted-zone-id ${id} --change-batch ${JSON.stringify({ Changes: [{ Action: 'DELETE', ResourceRecordSet: set }] })}`,
        }))
    );
  },
};

/** `*` comes as `\052`. */
function plain(name: string): string {
  return String(name).toLowerCase().replace(/\.$/, '').replaceAll('\\052', '*');
}

function keyOf(name: string, type: string, set: string | undefined): string {
  return [name, type, set ?? ''].join(' ');
}

/** https://kubernetes-sigs.github.io/external-dns/latest/docs/registry/txt/ */
function isOwnerRecord({ Type, ResourceRecords = [] }: ApiObject): boolean {
  return Type === 'TXT' && ResourceRecords.some(({ Value }: { Value: string }) => /heritage=external-dns/.test(Value));
}

/**
 * What a record of ownership covers: the one of `a.example` is at `a.example`, for addresses only, or at `cname-a.example`,
 * `mx-a.example` and so on, for that type.
 */
function keysOwned(name: string): string[] {
  const addresses = ['A', 'AAAA', 'CNAME'].map((type) => keyOf(name, type, undefined));
  const [, type, rest] = /^(a|aaaa|cname|ns|mx|srv|txt)-(.+)$/.exec(name) ?? [];
  return type && rest ? [...addresses, keyOf(rest, type.toUpperCase(), undefined)] : addresses;
}

function destination({ AliasTarget, ResourceRecords = [] }: ApiObject): string {
  const values = ResourceRecords.map(({ Value }: { Value: string }) => Value);
  return AliasTarget?.DNSName ?? (values.length > 2 ? `${values.slice(0, 2).join(', ')}, …` : values.join(', '));
}

/** Networks that a zone answers in, beside the one it was made for. */
const networks: Look = {
  what: 'networks of the zone',
  asks: ['route53:GetHostedZone'],
  find: async ({ values: { zone_id: id, vpc = [] } }, { ask, ours }) => {
    const vpcs: { VPCId: string; VPCRegion: string }[] = (await ask('route53:GetHostedZone', { Id: id }))?.VPCs ?? [];
    const declared = new Set(vpc.map((each: { vpc_id?: string }) => each.vpc_id));
    return vpcs
      .filter(
        ({ VPCId }) =>
          !declared.has(VPCId) && !ours.has('aws_route53_zone_association', { zone_id: id, vpc_id: VPCId }),
      )
      .map(({ VPCId, VPCRegion }) => ({
        what: 'network of the zone',
        name: VPCId,
        severity: 'high',
        remove: shell`aws route53 disassociate-vpc-from-hosted-zone --hosted-zone-id ${id} --vpc VPCRegion=${VPCRegion},VPCId=${VPCId}`,
      }));
  },
};

/** What is known of `aws_route53_zone`. */
export default resource({
  type: 'aws_route53_zone',
  holds: {
    lost: 'its records that were made beside Terraform, and its name servers, which the domain is delegated to',
    section: 'zones',
  },
  // DeleteHostedZone refuses while it has records; with `force_destroy` they are deleted first.
  beside: [keeping(records, ({ force_destroy: force }) => force !== true), networks],
  find: async ({ values }, calls) => {
    if (!values.name) return [];
    const found = await calls.ask('route53:ListHostedZones', {});
    const [tagged, others]: [string[], string[]] = [[], []];
    const isPrivate = (values.vpc ?? []).length > 0;
    for (const { Id, Name, Config } of found?.HostedZones ?? []) {
      if (bareName(Name) !== bareName(values.name) || (Config?.PrivateZone ?? false) !== isPrivate) continue;
      const ResourceId = String(Id).replace('/hostedzone/', '');
      const tags = await calls.ask('route53:ListTagsForResource', { ResourceType: 'hostedzone', ResourceId });
      (carries(tags?.ResourceTagSet?.Tags, values) ? tagged : others).push(ResourceId);
    }
    // A zone gets its tags by a second call: what was cut off in between has the name, and nothing else.
    return [...tagged, ...others];
  },
  repeatable: true,
  // A domain is delegated to one zone: another of its name is somebody's.
  wanted: true,
});
