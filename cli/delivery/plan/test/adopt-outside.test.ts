import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PlanJson } from '../../../adapters/terraform/index.js';
import type { ApiObject, AwsCalls } from '../../../session/journal/outside/aws-calls.js';
import type { Session } from '../../../session/open/session.js';
import type { SessionStack } from '../../../session/stacks/session-stack.js';
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

describe('a plan of a stack in which a run was killed', () => {
  let folder: string;
  let notes: string[];
  let imports: string[][];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backlot-adopt-'));
    notes = [];
    imports = [];
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Plans `sought`; what is imported shows as such, with the tags that the cloud has. */
  async function adopt(sought: PlanJson, answers: Record<string, ApiObject>, there: ApiObject = { tags_all: TAGS }) {
    const session = {
      cloud: { region: 'eu-central-1' },
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
    const made = await planAdopting(session, { id: 'network', folder } as SessionStack, plan, calls);
    expect(existsSync(file)).toBe(false);
    return made.adoptions;
  }

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

  it('leaves alone what has the name but somebody else’s tags', async () => {
    const foreign = { tags_all: { ...TAGS, 'backlot:environment': 'prod' } };
    expect(await adopt({ resource_changes: [bucket] }, { 's3:HeadBucket': {} }, foreign)).toEqual([]);
    expect(notes).toEqual([expect.stringContaining('is left alone')]);
    expect(imports).toEqual([[], ['aws_s3_bucket.logs logs'], []]);
  });

  it('takes what was cut off before it got its tags', async () => {
    const adoptions = await adopt({ resource_changes: [bucket] }, { 's3:HeadBucket': {} }, { tags_all: {} });
    expect(adoptions).toEqual([{ address: 'aws_s3_bucket.logs', id: 'logs' }]);
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
