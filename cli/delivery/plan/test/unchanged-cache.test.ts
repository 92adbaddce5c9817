import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CloudAnswers } from '../../../session/cloud/cloud.js';
import { type PlanBasis, UnchangedCache } from '../unchanged-cache.js';

const told: CloudAnswers = { provider: '1', answers: [{ path: '/' }] };

function basis(revision: string | undefined, more: Partial<PlanBasis> = {}): PlanBasis {
  return {
    stack: { id: 'network', hash: 'a' },
    state: { lineage: 'l', serial: 1, etag: 'e' },
    upstream: [],
    refresh: true,
    revision,
    ...more,
  } as unknown as PlanBasis;
}

describe('UnchangedCache', () => {
  let folder: string;
  let asked: CloudAnswers[];
  let same: boolean;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backlot-unchanged-'));
    [asked, same] = [[], true];
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const cache = () => {
    const stillTells = async (answers: CloudAnswers) => {
      asked.push(answers);
      return same;
    };
    const cloud = { target: 'sandbox', accountId: '0', endpoint: 'http://127.0.0.1:1', stillTells };
    const session = { cacheFolder: folder, terraform: { flavor: 'terraform', version: '1' }, cloud };
    return new UnchangedCache(session as unknown as ConstructorParameters<typeof UnchangedCache>[0]);
  };

  it('asks nothing while the whole cloud is the same', async () => {
    await cache().remember(basis('one'), told);
    expect(await cache().knows(basis('one'))).toBe(true);
    expect(asked).toEqual([]);
  });

  it('asks again for what it was told once something has moved, and then knows the new revision', async () => {
    await cache().remember(basis('one'), told);
    expect(await cache().knows(basis('two'))).toBe(true);
    expect(asked).toEqual([told]);
    expect(await cache().knows(basis('two'))).toBe(true);
    expect(asked).toHaveLength(1);
    expect(await cache().knows(basis('three'))).toBe(true);
    expect(asked).toHaveLength(2);
  });

  it('does not know a stack of which something else is told', async () => {
    same = false;
    await cache().remember(basis('one'), told);
    expect(await cache().knows(basis('two'))).toBe(false);
    expect(await cache().knows(basis('two'))).toBe(false);
  });

  it.each([
    ['the cloud names no revision', basis(undefined)],
    ['the state is another', basis('two', { state: { lineage: 'l', serial: 2, etag: 'f' } as PlanBasis['state'] })],
    ['the configuration is another', basis('two', { stack: { id: 'network', hash: 'b' } as PlanBasis['stack'] })],
  ])('has everything asked for when %s', async (_, later) => {
    await cache().remember(basis('one'), told);
    expect(await cache().knows(later)).toBe(false);
    expect(asked).toEqual([]);
  });

  it.each([
    ['nothing was told', basis('one'), undefined],
    ['the plan before did not ask the cloud', basis('one', { refresh: false }), told],
    ['the plan before knew no revision', basis(undefined), told],
  ])('has everything asked for when %s', async (_, earlier, answers) => {
    await cache().remember(earlier, answers);
    expect(await cache().knows(basis('two'))).toBe(false);
    expect(asked).toEqual([]);
  });
});
