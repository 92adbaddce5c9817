import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiObject, AwsCalls } from '../../../../resources/aws-calls.js';
import type { PlanJson } from '../../../adapters/terraform/index.js';
import type { Session } from '../../../session/open/session.js';
import type { SessionStack } from '../../../session/stacks/session-stack.js';
import type { Looking } from '../adopt-outside.js';
import { isInTheWay } from '../left-outside.js';
import { planAdopting, type ShownPlan } from '../outside.js';

const TAGS = {
  'backlot:platform': 'backlot',
  'backlot:environment': 'dev',
  'backlot:stack': 'network',
};
const create = (address: string, after: ApiObject) => ({
  address,
  type: address.split('.')[0] as string,
  change: { actions: ['create'], after },
});
const vpc = create('aws_vpc.vpc', { cidr_block: '10.0.0.0/16', tags_all: { ...TAGS, Name: 'vpc' } });
const bucket = create('aws_s3_bucket.logs', { bucket: 'logs', tags_all: TAGS });

describe('a plan of what exists already', () => {
  let folder: string;
  let notes: string[];
  let imports: string[][];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backlot-adopt-'));
    notes = [];
    imports = [];
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** What a look is given beside the plan: as a rule, that a killed run was about to make all of it. */
  interface Given extends Looking {
    /** What the cloud has of it. @default our tags */
    readonly there?: ApiObject;
    /** What other stacks hold, by address. @default nothing */
    readonly elsewhere?: Readonly<Record<string, object>>;
  }

  /** Plans `sought`; what is imported shows as such, with the tags that the cloud has. */
  async function look(sought: PlanJson, answers: Record<string, ApiObject>, given: Given = {}) {
    const { there = { tags_all: TAGS }, elsewhere = {}, ...looking } = given;
    const resources = Object.entries(elsewhere).map(([address, attributes]) => {
      const [type, name] = address.split('.');
      return { mode: 'managed', type, name, instances: [{ attributes }] };
    });
    const state = { body: JSON.stringify({ resources }) };
    const session = {
      cloud: { region: 'eu-central-1', objects: { read: async () => state } },
      stacks: [{ state: { bucket: 'states', key: 'dev/other.tfstate' } }],
      progress: { emit: (event: { message?: string }) => void notes.push(event.message ?? '') },
    } as unknown as Session;
    const calls: AwsCalls = {
      region: 'eu-central-1',
      accountId: '000000000000',
      partition: 'aws',
      ask: async (operation) => answers[operation],
    };
    const file = join(folder, 'outside-the-state.tf.json');
    const plan = async (): Promise<ShownPlan> => {
      const blocks = existsSync(file) ? JSON.parse(await readFile(file, 'utf8')).import : [];
      imports.push(blocks.map(({ to, id }: { to: string; id: string }) => `${to} ${id}`));
      const changes = (sought.resource_changes ?? []).map((each) => {
        const block = blocks.find(({ to }: { to: string }) => to === each.address);
        const importing = { actions: ['no-op'], before: there, after: each.change.after, importing: { id: block?.id } };
        return block ? { ...each, change: importing } : each;
      });
      return { changed: true, changedOutputs: [], json: { ...sought, resource_changes: changes } };
    };
    const intended = (sought.resource_changes ?? []).map(({ address, type }) => ({ address, type }));
    const stack = { id: 'network', folder } as SessionStack;
    const made = await planAdopting(session, stack, plan, { intended, calls, ...looking });
    expect(existsSync(file)).toBe(false);
    return made;
  }

  const adopt = async (...parameters: Parameters<typeof look>) => (await look(...parameters)).adoptions;
  const leave = async (...parameters: Parameters<typeof look>) => {
    const { adoptions, left } = await look(...parameters);
    expect(adoptions).toEqual([]);
    return left.map(({ id, candidate, reason }) => [id, candidate, reason]);
  };

  const tags = (more: object) => Object.entries({ ...TAGS, ...more }).map(([Key, Value]) => ({ Key, Value }));

  it('imports what is there by its tags, and says so', async () => {
    const Vpcs = [
      { VpcId: 'vpc-other', Tags: tags({ Name: 'vpc', 'backlot:environment': 'prod' }) },
      { VpcId: 'vpc-1', Tags: tags({ Name: 'vpc' }) },
    ];
    expect(await adopt({ resource_changes: [vpc] }, { 'ec2:DescribeVpcs': { Vpcs } })).toEqual([
      { address: 'aws_vpc.vpc', id: 'vpc-1' },
    ]);
    expect(notes).toEqual([expect.stringContaining("'network': found outside the state: aws_vpc.vpc (vpc-1)")]);
    expect(imports).toEqual([[], ['aws_vpc.vpc vpc-1']]);
  });

  it('creates what is not there', async () => {
    expect(await adopt({ resource_changes: [vpc, bucket] }, { 'ec2:DescribeVpcs': { Vpcs: [] } })).toEqual([]);
    expect([imports, notes]).toEqual([[[]], []]);
  });

  it('takes no resource that the state has under another address', async () => {
    const state = {
      values: { root_module: { resources: [{ address: 'aws_vpc.old', type: 'aws_vpc', values: { id: 'vpc-1' } }] } },
    };
    const answers = { 'ec2:DescribeVpcs': { Vpcs: [{ VpcId: 'vpc-1', Tags: tags({ Name: 'vpc' }) }] } };
    expect(await adopt({ resource_changes: [vpc], prior_state: state }, answers)).toEqual([]);
  });

  it('leaves alone what has the name but somebody else’s tags, and names them', async () => {
    const there = { tags_all: { ...TAGS, 'backlot:environment': 'prod' } };
    const left = await leave({ resource_changes: [bucket] }, { 's3:HeadBucket': {} }, { there });
    expect(left).toEqual([['logs', false, expect.stringContaining('backlot:environment=prod')]]);
    expect(imports).toEqual([[], ['aws_s3_bucket.logs logs'], []]);
    const owner = { there: { tags_all: { owner: 'somebody' } } };
    expect(await leave({ resource_changes: [bucket] }, { 's3:HeadBucket': {} }, owner)).toEqual([
      ['logs', false, 'it carries the tags owner=somebody'],
    ]);
  });

  it('names as a candidate what was cut off before it got its tags, and takes it in when told so', async () => {
    const there = { tags_all: {} };
    const sought = { resource_changes: [bucket] };
    expect(await leave(sought, { 's3:HeadBucket': {} }, { there })).toEqual([['logs', true, 'it carries no tags']]);
    for (const name of ['logs', 'aws_s3_bucket.logs']) {
      expect(await adopt(sought, { 's3:HeadBucket': {} }, { there, adopt: ['other', name] })).toEqual([
        { address: 'aws_s3_bucket.logs', id: 'logs' },
      ]);
    }
  });

  it('takes nothing that no killed run was about to make, whatever its tags are, unless it is named', async () => {
    const sought = { resource_changes: [bucket] };
    const none = { intended: undefined };
    expect(await leave(sought, { 's3:HeadBucket': {} }, none)).toEqual([
      ['logs', false, 'it carries our tags, but no run of ours that ended early was making it'],
    ]);
    const others = { intended: [{ address: 'aws_s3_bucket.other', type: 'aws_s3_bucket' }] };
    expect(await leave(sought, { 's3:HeadBucket': {} }, others)).toHaveLength(1);
    expect(await adopt(sought, { 's3:HeadBucket': {} }, { ...none, adopt: ['logs'] })).toHaveLength(1);
  });

  it('takes what can carry no tags when a killed run was about to make it, and only then', async () => {
    const alias = create('aws_kms_alias.data', { name: 'alias/data' });
    const answers = { 'kms:ListAliases': { Aliases: [{ AliasName: 'alias/data' }] } };
    const there = {};
    expect(await adopt({ resource_changes: [alias] }, answers, { there })).toHaveLength(1);
    expect(await leave({ resource_changes: [alias] }, answers, { there, intended: undefined })).toEqual([
      ['alias/data', false, 'nothing on it can say whose it is'],
    ]);
  });

  it('leaves what another stack of the environment holds to that one', async () => {
    const elsewhere = { 'aws_s3_bucket.moved': { id: 'logs' } };
    const made = await look({ resource_changes: [bucket] }, { 's3:HeadBucket': {} }, { elsewhere });
    expect([made.adoptions, made.left]).toEqual([[], []]);
  });

  it('finds a zone that was made and not tagged, and says so where another one is made beside it', async () => {
    const zone = create('aws_route53_zone.media', { name: 'media.example', tags_all: TAGS });
    const Tags = tags({});
    const zones = { HostedZones: ['Z1', 'Z2'].map((Id) => ({ Id: `/hostedzone/${Id}`, Name: 'media.example.' })) };
    const untagged = { 'route53:ListHostedZones': zones, 'route53:ListTagsForResource': {} };
    const left = await look({ resource_changes: [zone] }, untagged, { there: { tags_all: {} } });
    expect(left.left).toMatchObject([{ id: 'Z1', candidate: true }]);
    expect(left.left.filter(isInTheWay)).toEqual([]);
    expect(notes).toContainEqual(expect.stringContaining("'Z2' looks like"));
    const tagged = { ...untagged, 'route53:ListTagsForResource': { ResourceTagSet: { Tags } } };
    expect(await adopt({ resource_changes: [zone] }, tagged)).toEqual([
      { address: 'aws_route53_zone.media', id: 'Z1' },
    ]);
    const named = { there: { tags_all: {} }, adopt: ['Z2'] };
    expect(await adopt({ resource_changes: [zone] }, untagged, named)).toMatchObject([{ id: 'Z2' }]);
  });

  it('names the region of what is in another one', async () => {
    const topic = create('aws_sns_topic.alarms', { name: 'alarms', region: 'us-east-1', tags_all: TAGS });
    expect(await adopt({ resource_changes: [topic] }, { 'sns:GetTopicAttributes': {} })).toEqual([
      { address: 'aws_sns_topic.alarms', id: 'arn:aws:sns:us-east-1:000000000000:alarms@us-east-1' },
    ]);
  });

  it('tells two that look the same from one', async () => {
    const Vpcs = ['vpc-1', 'vpc-2'].map((VpcId) => ({ VpcId, Tags: tags({ Name: 'vpc' }) }));
    await adopt({ resource_changes: [vpc] }, { 'ec2:DescribeVpcs': { Vpcs } });
    expect(notes).toContainEqual("aws_vpc 'vpc-2' looks like 'aws_vpc.vpc' too, and is in no state");
  });
});
