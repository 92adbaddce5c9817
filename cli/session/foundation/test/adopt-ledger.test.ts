import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Environment } from '../../../../environments/model/index.js';
import type { Cloud } from '../../cloud/index.js';
import type { SessionStack } from '../../stacks/session-stack.js';
import { ADOPTION, adoptFoundation } from '../adopt-foundation.js';

const GUARD = ['aws_kms_key.ledger_key_1', 'aws_kms_alias.ledger_alias_1', 'aws_cloudwatch_log_group.ledger_heads_1'];
const environment = { id: 'prod', platform: 'x' } as Environment;

const bucket = { aws_s3_bucket: { state_1: { bucket: 'states' } } };
const guard = {
  aws_kms_key: { ledger_key_1: { key_usage: 'SIGN_VERIFY' }, 'data-key_1': {} },
  aws_kms_alias: {
    ledger_alias_1: { name: 'alias/x-prod-ledger', target_key_id: `\${${GUARD[0]}.key_id}` },
    'data-key_alias_1': { name: 'alias/x-prod-data', target_key_id: `\${aws_kms_key.data-key_1.key_id}` },
  },
  aws_cloudwatch_log_group: { ledger_heads_1: { name: '/x/prod/ledger-heads' } },
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backlot-adopt-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What the next apply of the foundation is told, by what it declares, its state, and what the account has. */
async function adoption(
  resource: object,
  known: readonly string[],
  there: readonly (readonly [string, string])[] = [],
) {
  await writeFile(join(folder, 'cdk.tf.json'), JSON.stringify({ resource }));
  const cloud = {
    states: { read: async () => ({ resources: ['aws_s3_bucket.state_1', ...known].map((address) => ({ address })) }) },
    signing: { inspect: async () => new Map(there) },
  } as unknown as Cloud;
  const stack = { id: 'foundation', folder, state: { bucket: 'states' } } as unknown as SessionStack;
  await adoptFoundation(cloud, environment, [stack]);
  const file = await readFile(join(folder, ADOPTION), 'utf8').catch(() => 'null');
  return JSON.parse(file);
}

describe('the guard of a ledger', () => {
  it('is taken over where a destroy left it', async () => {
    const there = [
      ['aws_kms_key', 'key-1'],
      ['aws_kms_alias', 'alias/x-prod-ledger'],
      ['aws_cloudwatch_log_group', '/x/prod/ledger-heads'],
    ] as const;
    expect(await adoption({ ...bucket, ...guard }, [], there)).toEqual({
      import: GUARD.map((to, at) => ({ to, id: there[at]?.[1] })),
    });
  });

  it('is made where there is none, and left alone where the state has it', async () => {
    expect(await adoption({ ...bucket, ...guard }, [])).toBeNull();
    expect(await adoption({ ...bucket, ...guard }, GUARD, [['aws_kms_key', 'key-1']])).toBeNull();
  });

  it('is forgotten and not deleted when a release is gone back to that knew of none', async () => {
    const forgotten = GUARD.map((from) => ({ from, lifecycle: { destroy: false } }));
    expect(await adoption(bucket, [...GUARD, 'aws_kms_key.data-key_1'])).toEqual({ removed: forgotten });
  });
});
