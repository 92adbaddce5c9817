import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../environments/model/index.js';
import { ObjectServer } from '../../../adapters/test/fixtures/object-server.js';
import type { Cloud } from '../../../session/cloud/index.js';
import { findNeighbours, namesOverlap } from '../account-neighbours.js';

const ACCOUNT = '111122223333';
let store: ObjectServer;
/** Policies of the account, by name. */
let policies: string[];
/** Tags of buckets that have some. */
let tags: Record<string, Record<string, string>>;
beforeEach(async () => {
  store = await ObjectServer.start();
  policies = [];
  tags = {};
  store.intercept = (method, path) => {
    const bucket = path.split('/')[1] ?? '';
    if (method === 'POST') return policies.length > 0 ? { status: 200, body: policyAnswer() } : NO_POLICY;
    const set = tags[bucket];
    if (!set || method !== 'GET') return undefined;
    const each = Object.entries(set).map(([key, value]) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`);
    return { status: 200, body: `<Tagging><TagSet>${each.join('')}</TagSet></Tagging>` };
  };
});
afterEach(() => store.stop());

const NO_POLICY = {
  status: 404,
  body: '<ErrorResponse><Error><Code>NoSuchEntity</Code><Message>none</Message></Error></ErrorResponse>',
};
const policyAnswer = () =>
  `<GetPolicyResponse><GetPolicyResult><Policy><PolicyName>${policies[0]}</PolicyName></Policy></GetPolicyResult></GetPolicyResponse>`;

function find(id: string, neighbours?: Record<string, string>, target = 'aws') {
  const settings = {
    region: 'eu-central-1',
    endpoint: store.endpoint,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  };
  const cloud = { target, accountId: ACCOUNT, region: 'eu-central-1', settingsFor: () => settings };
  return findNeighbours(cloud as unknown as Cloud, environmentOf(id, neighbours));
}

function environmentOf(id: string, neighbours?: Record<string, string>): Environment {
  const aws = { accountId: ACCOUNT, region: 'eu-central-1' };
  return { platform: 'films', id, aws, foundation: { neighbours } } as unknown as Environment;
}

function living(...names: string[]): void {
  for (const name of names) store.buckets.set(`${name}-state-${ACCOUNT}`, new Map());
}

describe('environments of the account whose names extend each other', () => {
  it('are found by their state buckets, from either side, and others are not', async () => {
    living('films-dev', 'films-dev-eu', 'films-devops', 'series-dev', 'films');
    expect((await find('dev')).unknown).toEqual([
      { name: 'films', bucket: `films-state-${ACCOUNT}`, relation: 'shorter' },
      { name: 'films-dev-eu', bucket: `films-dev-eu-state-${ACCOUNT}`, relation: 'longer' },
    ]);
    expect((await find('dev-eu')).unknown.map(({ name }) => name)).toEqual(['films', 'films-dev']);
    expect((await find('eu')).unknown.map(({ name }) => name)).toEqual(['films']);
  });

  it('are none where a bucket of ours is only called so', async () => {
    living('films-dev-upload');
    tags[`films-dev-upload-state-${ACCOUNT}`] = { 'backlot:platform': 'films', 'backlot:environment': 'dev' };
    expect(await find('dev')).toEqual({ unknown: [] });
    tags[`films-dev-upload-state-${ACCOUNT}`] = { 'backlot:platform': 'films', 'backlot:environment': 'dev-upload' };
    expect((await find('dev')).unknown).toHaveLength(1);
  });

  it('are known where our file names them, or the shorter one keeps out of us', async () => {
    living('films-dev', 'films-dev-eu');
    expect((await find('dev', { 'films-dev-eu': 'there before' })).unknown).toEqual([]);
    expect((await find('dev-eu', { 'films-dev': 'there before' })).unknown).toEqual([]);
    policies = ['films-dev-deploy-neighbour-films-dev-eu'];
    expect((await find('dev-eu')).unknown).toEqual([]);
    // Nobody but our own file can keep us out of the longer one.
    expect((await find('dev')).unknown).toHaveLength(1);
  });

  it('are not refused for because nobody was let ask', async () => {
    living('films-dev');
    const { intercept } = store;
    const throttled = { status: 400, body: '<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>' };
    store.intercept = (...given) => (given[0] === 'POST' ? throttled : intercept?.(...given));
    await expect(find('dev-eu')).rejects.toMatchObject({ name: 'Throttling' });
    const denied = { status: 403, body: '<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>' };
    store.intercept = (...given) => (given[0] === 'POST' ? denied : intercept?.(...given));
    expect((await find('dev-eu')).unknown).toHaveLength(1);
  });

  it('are not looked for in a sandbox, and told as not looked for where nobody may', async () => {
    living('films-dev-eu');
    expect(await find('dev', undefined, 'sandbox')).toEqual({ unknown: [] });
    store.intercept = () => ({ status: 403, body: '<Error><Code>AccessDenied</Code></Error>' });
    expect(await find('dev')).toEqual({ unknown: [], unchecked: expect.stringContaining('may not list the buckets') });
  });

  it('refuse a new one with what to do', async () => {
    living('films-dev');
    const { unknown } = await find('dev-eu');
    expect(namesOverlap(environmentOf('dev-eu'), unknown)).toMatchObject({
      code: 'NamesOverlap',
      exitCode: 3,
      message: expect.stringMatching(
        /'films-dev' \(films-dev-state-\d+\), which could change all of this environment.*Nothing was made/,
      ),
      hints: [
        expect.stringContaining('eu-dev beside dev'),
        // Only that file counts: ours could say what it wants.
        expect.stringMatching(
          /^where both have to be there, name films-dev-eu .*foundation.neighbours in the file of films-dev,/,
        ),
      ],
    });
    living('films-dev-eu');
    const [longer] = (await find('dev')).unknown;
    expect(namesOverlap(environmentOf('dev'), longer ? [longer] : []).hints.at(-1)).toMatch(
      /name films-dev-eu .*of environments\/dev.yaml, which keeps our roles out of it/,
    );
  });
});
