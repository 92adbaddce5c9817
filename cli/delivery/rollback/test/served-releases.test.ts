import { beforeEach, describe, expect, it } from '@jest/globals';
import { releasesTable } from '../../../terminal/releases/releases-table.js';
import { MemoryObjects } from '../../../test/fixtures/memory-objects.js';
import { Ledger, type ReleasedService, type ReleaseRecord } from '../../releases/index.js';
import { releasedServices } from '../../releases/release-content.js';
import { withVerdicts } from '../../releases/with-verdicts.js';
import type { ServiceDeployment } from '../../services/index.js';
import { chooseTarget } from '../choose-target.js';
import { standingOf } from '../good-services.js';
import { servedInstead } from '../served-instead.js';

const GOOD = 'registry.example/api:1.1.0';
const BAD = 'registry.example/api:1.2.0';
const REASON = 'error rate 5 % > 1 %';

let ledger: Ledger;
beforeEach(() => {
  ledger = new Ledger({ objects: new MemoryObjects(), bucket: 'states', environment: 'local' });
});

const api = (status: string, image: string, more: Partial<ReleasedService> = {}): ReleasedService => ({
  ...{ service: 'api', status, image, values: {} },
  ...more,
});
const release = (service: ReleasedService, more: Partial<ReleaseRecord> = {}) =>
  ledger.append({
    ...{ operation: 'deploy', outcome: 'complete', startedAt: '2026-11-21T03:00:00Z', durationMs: 1_000, token: 1 },
    ...{ actor: { who: 'ann@laptop' }, stacks: [], services: [service], archive: 'b'.repeat(64) },
    ...more,
  });
const aborts = async (number: number) => {
  const of = (await ledger.get(number)).hash;
  const verdict = {
    release: number,
    of,
    service: 'api',
    at: '2026-11-21T04:00:00Z',
    outcome: 'aborted',
    reason: REASON,
  };
  await ledger.verdicts.add(verdict);
};
const chosen = async () => (await chooseTarget(ledger, 'local')).target.record.number;

describe('the last good release', () => {
  it('is the last whose version served, not one that left a service on an aborted version', async () => {
    await release(api('promoted', GOOD));
    await release(api('aborted', BAD, { verdict: { outcome: 'aborted', reason: REASON } }), { outcome: 'failed' });
    await release(api('unchanged', BAD, { aborted: { serving: GOOD, reason: REASON } }));
    await release(api('kept', BAD, { since: 3, aborted: { serving: GOOD, reason: REASON } }));
    await release(api('deployed', GOOD));
    expect(await chosen()).toBe(1);
  });

  it('is judged by verdicts also where records say only that the service was unchanged', async () => {
    await release(api('promoted', GOOD));
    await release(api('canary', BAD));
    await aborts(2);
    await release(api('unchanged', BAD));
    await release(api('unchanged', BAD));
    await release(api('canary', GOOD));
    expect(await chosen()).toBe(1);
  });

  it('is one that left a promoted version as it was', async () => {
    await release(api('promoted', GOOD));
    await release(api('unchanged', GOOD));
    await release(api('failed', BAD), { outcome: 'failed' });
    expect(await chosen()).toBe(2);
  });

  it('is one that saw a version healthy whose own release had failed', async () => {
    await release(api('failed', GOOD), { outcome: 'failed' });
    await release(api('unchanged', GOOD, { healthy: true }));
    await release(api('canary', BAD));
    expect(await chosen()).toBe(2);
  });

  it('says of those that it passed over what was aborted, and what served', async () => {
    await release(api('unchanged', BAD, { aborted: { serving: GOOD, reason: REASON } }));
    await release(api('canary', BAD));
    await expect(chosen()).rejects.toMatchObject({
      code: 'NoRelease',
      message: expect.stringContaining(`1: api was aborted: ${REASON}; ${GOOD} served`),
    });
  });
});

describe('a release that is named', () => {
  it('gives what served in it', async () => {
    await release(api('unchanged', BAD, { aborted: { serving: GOOD } }));
    await release(api('deployed', BAD));
    const { told, target } = await chooseTarget(ledger, 'local', 1);
    const { images, notes, unproven } = servedInstead(told, target);
    expect(images.get('api')).toEqual({ repository: 'registry.example/api', tag: '1.1.0', digest: '' });
    expect(notes).toEqual([`api: ${BAD} was aborted; it gets what served in release 1, ${GOOD}`]);
    expect(unproven.size).toBe(0);
  });

  it('gives what served before, where its record was made before that was recorded', async () => {
    await release(api('promoted', GOOD));
    await release(api('canary', BAD));
    await aborts(2);
    await release(api('unchanged', BAD));
    const { told, target } = await chooseTarget(ledger, 'local', 3);
    expect(servedInstead(told, target).images.get('api')).toMatchObject({ tag: '1.1.0' });
  });

  it('is found among many that were aborted in a row', async () => {
    await release(api('promoted', GOOD));
    for (let number = 2; number <= 40; number += 1) {
      await release(api('canary', BAD));
      await aborts(number);
    }
    await release(api('unchanged', BAD));
    expect(await chosen()).toBe(1);
  });

  it('is looked for without end by no record that says an earlier one brought what a later one did', async () => {
    await release(api('promoted', GOOD));
    await release(api('kept', BAD, { since: 3 }));
    await release(api('kept', BAD, { since: 2 }));
    await expect(ledger.get(2)).rejects.toMatchObject({ code: 'LedgerDamaged' });
    const [one, two, three] = (await ledger.all()).map(({ body, key }) => ({
      record: JSON.parse(body),
      hash: '',
      key,
    }));
    const told = { entries: [three, two, one] as never, verdicts: [] };
    expect(standingOf(told, two as never, 'api')).toMatchObject({ stands: 'unproven' });
  });

  it('lets a version whose end nobody knows take the steps of its canary', async () => {
    await release(api('canary', BAD));
    await release(api('deployed', BAD));
    const { told, target } = await chooseTarget(ledger, 'local', 1);
    expect(servedInstead(told, target)).toMatchObject({ unproven: new Set(['api']), notes: [] });
  });
});

describe('the list of releases', () => {
  const listed = async () => {
    const entries = await withVerdicts(ledger, await ledger.list());
    const options = { width: 200, paint: (_: unknown, text: string) => text, now: new Date() };
    return releasesTable(
      entries.map(({ record }) => record),
      options,
    );
  };
  const ran = (outcome: string) => ({ verdict: { outcome, reason: 'it took too long' } });

  it.each(['held', 'timed-out', 'paused', 'interrupted'])(
    'says how a canary ended whose release left it %s',
    async (outcome) => {
      await release(api('held', BAD, ran(outcome)));
      expect(await listed()).toMatch(/api:1\.2\.0 held(?!,)/);
      await aborts(1);
      expect(await listed()).toContain('api:1.2.0 held, aborted later');
    },
  );

  it('keeps the end that a release saw itself', async () => {
    await release(api('promoted', BAD, ran('promoted')));
    await aborts(1);
    expect(await listed()).toMatch(/api:1\.2\.0 promoted(?!,)/);
    const [entry] = await ledger.list();
    const told = { entries: [entry as never], verdicts: await ledger.verdicts.list() };
    expect(standingOf(told, entry as never, 'api').stands).toBe('good');
  });

  it('says how a canary ended that had not ended when its release was recorded, and what served', async () => {
    await release(api('canary', BAD));
    await aborts(1);
    await release(api('unchanged', BAD, { aborted: { serving: GOOD } }));
    const entries = await withVerdicts(ledger, await ledger.list());
    const options = { width: 200, paint: (_: unknown, text: string) => text, now: new Date() };
    const table = releasesTable(
      entries.map(({ record }) => record),
      options,
    );
    expect(table).toContain('api:1.2.0 canary, aborted later');
    expect(table).toContain('api:1.2.0 unchanged, api:1.1.0 serves');
    expect((await ledger.get(1)).record.services[0]?.verdict).toBeUndefined();
  });
});

describe('the record of a service', () => {
  const deployment = (more: Partial<ServiceDeployment>): ServiceDeployment => ({
    ...{ service: 'api', status: 'unchanged', image: BAD, pods: { ready: 3, desired: 3 }, actions: [], durationMs: 1 },
    ...{ values: {}, valuesHash: 'a'.repeat(64) },
    ...more,
  });
  const recorded = (more: Partial<ServiceDeployment>) =>
    releasedServices(
      {
        operation: 'deploy',
        stacks: [],
        cluster: { ...{ context: '', server: '', kubeconfig: '', durationMs: 1 }, services: [deployment(more)] },
      },
      undefined,
    );

  it('names what serves where its version was aborted before', () => {
    expect(recorded({ servingImage: GOOD, reason: REASON })).toMatchObject([
      { status: 'unchanged', image: BAD, aborted: { serving: GOOD, reason: REASON } },
    ]);
  });

  it('says that one was seen healthy', () => {
    const [service] = recorded({});
    expect(service).toMatchObject({ status: 'unchanged', healthy: true });
    expect(service?.aborted).toBeUndefined();
  });
});
