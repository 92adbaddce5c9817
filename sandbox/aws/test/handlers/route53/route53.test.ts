import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ref, TestCloud } from '../../harness.js';
import { describeLife } from '../../life.js';

jest.setTimeout(120_000);

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start();
});
afterAll(async () => cloud.close());

const zone_id = ref('aws_route53_zone.public.zone_id');

const resources = {
  aws_route53_zone: {
    public: { name: 'film.example', comment: 'Public names', force_destroy: true, tags: { team: 'web' } },
    child: { name: 'child.film.example.' },
  },
  aws_route53_record: {
    address: { zone_id, name: 'www.film.example', type: 'A', ttl: 300, records: ['192.0.2.1', '192.0.2.2'] },
    relative: { zone_id, name: 'api', type: 'CNAME', ttl: 60, records: ['www.film.example'] },
    text: { zone_id, name: 'film.example', type: 'TXT', ttl: 300, records: ['v=spf1 -all', 'proof=1'] },
    issuers: { zone_id, name: 'film.example', type: 'CAA', ttl: 3600, records: ['0 issue "amazon.com"'] },
    wildcard: { zone_id, name: '*.film.example', type: 'A', ttl: 300, records: ['192.0.2.9'] },
    alias: {
      zone_id,
      name: 'film.example',
      type: 'A',
      allow_overwrite: true,
      alias: { name: 'd111.cloudfront.net', zone_id: 'Z2FDTNDATAQYW2', evaluate_target_health: false },
    },
    blue: {
      zone_id,
      name: 'split.film.example',
      type: 'A',
      ttl: 60,
      records: ['192.0.2.3'],
      set_identifier: 'blue',
      weighted_routing_policy: { weight: 90 },
    },
    green: {
      zone_id,
      name: 'split.film.example',
      type: 'A',
      ttl: 60,
      records: ['192.0.2.4'],
      set_identifier: 'green',
      weighted_routing_policy: { weight: 10 },
    },
    proof: { zone_id, name: '_a1._domainkey.film.example', type: 'CNAME', ttl: 60, records: ['a1.proofs.example'] },
    delegation: {
      zone_id,
      name: 'child.film.example',
      type: 'NS',
      ttl: 300,
      records: ref('aws_route53_zone.child.name_servers'),
    },
  },
};

const { aws_route53_record: records } = resources;

const changed = {
  aws_route53_zone: {
    ...resources.aws_route53_zone,
    public: { name: 'film.example', comment: 'All names', force_destroy: true, tags: { squad: 'web' } },
  },
  aws_route53_record: {
    ...records,
    address: { ...records.address, ttl: 60, records: ['192.0.2.7'] },
    text: { ...records.text, records: ['proof=2'] },
    blue: { ...records.blue, weighted_routing_policy: { weight: 50 } },
    alias: { ...records.alias, alias: { ...records.alias.alias, name: 'd222.cloudfront.net' } },
  },
};

const setsOf = async () => {
  const { id } = await cloud.attributes('aws_route53_zone.public');
  return (await cloud.call('route53', 'ListResourceRecordSets', { HostedZoneId: id })).ResourceRecordSets;
};

const change = async (Action: string, ResourceRecordSet: object) => {
  const { id } = await cloud.attributes('aws_route53_zone.public');
  const ChangeBatch = { Changes: [{ Action, ResourceRecordSet }] };
  await cloud.call('route53', 'ChangeResourceRecordSets', { HostedZoneId: id, ChangeBatch });
};

describe('zones and records', () => {
  describeLife({
    cloud: () => cloud,
    resources,
    created: async () => {
      const sets = await setsOf();
      expect(sets).toContainEqual(
        expect.objectContaining({
          Name: 'www.film.example.',
          TTL: 300,
          ResourceRecords: [{ Value: '192.0.2.1' }, { Value: '192.0.2.2' }],
        }),
      );
      expect(sets).toContainEqual(expect.objectContaining({ Name: 'api.film.example.', Type: 'CNAME' }));
      expect(sets).toContainEqual(expect.objectContaining({ SetIdentifier: 'green', Weight: 10 }));
      expect(await cloud.attributes('aws_route53_record.relative')).toMatchObject({
        name: 'api',
        fqdn: 'api.film.example',
      });
      const zone = await cloud.attributes('aws_route53_zone.public');
      expect(zone).toMatchObject({ arn: `arn:aws:route53:::hostedzone/${zone.id}`, name: 'film.example' });
      expect(zone.name_servers).toHaveLength(4);
    },
    changed,
    changes: [
      'update aws_route53_zone.public',
      'update aws_route53_record.address',
      'update aws_route53_record.text',
      'update aws_route53_record.blue',
      'update aws_route53_record.alias',
    ],
    updated: async () => {
      const sets = await setsOf();
      expect(sets).toContainEqual(expect.objectContaining({ SetIdentifier: 'blue', Weight: 50 }));
      expect(sets).toContainEqual(expect.objectContaining({ Type: 'TXT', ResourceRecords: [{ Value: '"proof=2"' }] }));
      expect(sets).toContainEqual(
        expect.objectContaining({ AliasTarget: expect.objectContaining({ DNSName: 'd222.cloudfront.net.' }) }),
      );
    },
    meddle: async () => {
      const www = { Name: 'www.film.example.', Type: 'A' };
      await change('UPSERT', { ...www, TTL: 5, ResourceRecords: [{ Value: '192.0.2.66' }] });
      const split = { Name: 'split.film.example.', Type: 'A', TTL: 60, ResourceRecords: [{ Value: '192.0.2.4' }] };
      await change('UPSERT', { ...split, SetIdentifier: 'green', Weight: 100 });
      await change('DELETE', {
        Name: 'film.example.',
        Type: 'CAA',
        TTL: 3600,
        ResourceRecords: [{ Value: '0 issue "amazon.com"' }],
      });
      const { id: Id } = await cloud.attributes('aws_route53_zone.public');
      await cloud.call('route53', 'UpdateHostedZoneComment', { Id, Comment: 'Mine' });
      await cloud.call('route53', 'ChangeTagsForResource', {
        ResourceType: 'hostedzone',
        ResourceId: Id,
        AddTags: [{ Key: 'squad', Value: 'none' }],
      });
    },
    drift: {
      'aws_route53_zone.public': ['comment', 'tags'],
      'aws_route53_record.address': ['records', 'ttl'],
      'aws_route53_record.green': ['weighted_routing_policy'],
      'aws_route53_record.issuers': [],
    },
    imports: async () => {
      const ids = await cloud.ids(changed);
      return { ...ids, 'aws_route53_record.relative': `${ids['aws_route53_zone.public']}_api_CNAME` };
    },
    unknownToImport: { 'aws_route53_zone.public': ['force_destroy'], 'aws_route53_record.alias': ['allow_overwrite'] },
    destroyed: async () => {
      expect((await cloud.call('route53', 'ListHostedZones', {})).HostedZones ?? []).toEqual([]);
    },
  });

  it('keeps a private zone in the networks that it is declared for', async () => {
    const network = (cidr_block: string) => ({ cidr_block });
    const zone = (...vpcs: string[]) => ({
      aws_vpc: { a: network('10.0.0.0/16'), b: network('10.1.0.0/16') },
      aws_route53_zone: {
        inside: { name: 'inside.example', vpc: vpcs.map((name) => ({ vpc_id: ref(`aws_vpc.${name}.id`) })) },
      },
    });
    await cloud.configure(zone('a'));
    await cloud.apply();
    expect(await cloud.plan()).toEqual([]);
    await cloud.configure(zone('a', 'b'));
    expect((await cloud.plan()).map(({ action }) => action)).toEqual(['update']);
    await cloud.apply();
    expect(await cloud.plan()).toEqual([]);
    const { id: Id } = await cloud.attributes('aws_route53_zone.inside');
    expect((await cloud.call('route53', 'GetHostedZone', { Id })).VPCs).toHaveLength(2);
    await cloud.configure(zone('b'));
    await cloud.apply();
    expect(await cloud.plan()).toEqual([]);
    expect((await cloud.call('route53', 'GetHostedZone', { Id })).VPCs).toHaveLength(1);
    await cloud.destroy();
  });
});
