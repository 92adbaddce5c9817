import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RetiredVersions } from '../retired-versions.js';
import { nextHistory, readHistory, versionsAt } from '../secret-history.js';
import { EPOCH } from './support/driven.js';
import { Rotating } from './support/rotating.js';

describe('a rotation under load, in the model', () => {
  it('fails no request when the old credential ends only after every pod has moved', () => {
    const rotating = new Rotating();
    const { driven } = rotating;
    const run = driven.start({ rps: 50 });
    driven.pass(10);
    rotating.sync('v2');
    driven.pass(5);
    rotating.run('a', 'b', 'c');
    driven.pass(5);
    rotating.run('c', 'd');
    driven.pass(5);
    rotating.retire('v1');
    driven.pass(20);
    expect(run.totals.requests).toBeGreaterThan(1_900);
    expect(run.totals.failed).toBe(0);
  });

  it('fails what reaches pods that were left behind when the old credential ends first', () => {
    const rotating = new Rotating();
    const { driven } = rotating;
    const run = driven.start({ rps: 50 });
    driven.pass(10);
    expect(run.totals.failed).toBe(0);
    rotating.sync('v2').retire('v1');
    driven.pass(10);
    const naive = run.totals.failed;
    expect(naive).toBeGreaterThan(400);
    expect(driven.state('a').web.failed + driven.state('b').web.failed).toBe(naive);
    rotating.run('a', 'c');
    driven.pass(10);
    const half = run.totals.failed - naive;
    expect(half).toBeGreaterThan(150);
    expect(half).toBeLessThan(350);
    rotating.run('c', 'd');
    driven.pass(10);
    expect(run.totals.failed).toBe(naive + half);
  });

  it('fails no pod of a service that does not read the secret', () => {
    const rotating = new Rotating().run({ name: 'a', secrets: [] });
    const run = rotating.driven.start({ rps: 20 });
    rotating.sync('v2').retire('v1');
    rotating.driven.pass(10);
    expect(run.totals.failed).toBe(0);
  });

  it('sends every message of a worker with a retired credential to the dead letters', () => {
    const rotating = new Rotating().run({ name: 'w', service: 'processor' });
    delete rotating.cluster.sends.api;
    const run = rotating.driven.start({ service: 'processor', rps: 5 }, 'worker');
    rotating.retire('v1');
    rotating.driven.pass(20);
    expect(run.totals.failed).toBeGreaterThan(50);
  });

  it('is judged by when a pod started where the model began later', () => {
    const rotating = new Rotating(true);
    const { driven } = rotating;
    rotating.sync('v2', EPOCH - 30_000);
    const early = { name: 'early', startTime: '2026-11-21T08:59:15Z' };
    const late = { name: 'late', startTime: '2026-11-21T08:59:45Z' };
    rotating.run(early, late).retire('v1');
    driven.start({ rps: 50 });
    driven.pass(10);
    expect(driven.state('early').web.ok).toBe(0);
    expect(driven.state('late').web.failed).toBe(0);
  });
});

describe('the history of a Secret', () => {
  const at = (ms: number) => new Date(ms);

  it('grows only when a version changes, and keeps the last ten', () => {
    let text = nextHistory(undefined, { a: '1' }, at(1));
    expect(nextHistory(text, { a: '1' }, at(2))).toBe(text);
    for (let version = 2; version <= 20; version += 1) text = nextHistory(text, { a: String(version) }, at(version));
    expect(readHistory(text)).toHaveLength(10);
    expect(versionsAt(readHistory(text), 15)).toEqual({ a: '15' });
    expect(versionsAt(readHistory(text), 2)).toEqual({ a: '11' });
  });

  it('is empty where the annotation is damaged', () => {
    expect([readHistory('{'), readHistory('7'), readHistory(undefined)]).toEqual([[], [], []]);
  });
});

describe('versions that were retired', () => {
  let emulator: Server;
  let stages: Record<string, string[]>;
  beforeEach(() => {
    emulator = createServer((_request, response) => response.end(JSON.stringify({ VersionIdsToStages: stages })));
  });
  afterEach(() => {
    emulator.close();
  });

  it('are known by their label, and stay known when it moves to a later one', async () => {
    await new Promise<void>((done) => emulator.listen(0, '127.0.0.1', done));
    const endpoint = `http://127.0.0.1:${(emulator.address() as AddressInfo).port}`;
    const retired = new RetiredVersions({ endpoint, region: 'eu-central-1', accountId: '000000000000' });
    stages = { v1: ['AWSPREVIOUS', 'BACKLOT-RETIRED'], v2: ['AWSCURRENT'] };
    await retired.read(['x']);
    stages = { v2: ['BACKLOT-RETIRED'], v3: ['AWSCURRENT'] };
    await retired.read(['x']);
    expect(['v1', 'v2', 'v3'].map((version) => retired.has('x', version))).toEqual([true, true, false]);
    emulator.closeAllConnections();
    await new Promise((done) => emulator.close(done));
    await expect(retired.read(['x'])).resolves.toBeUndefined();
    expect(retired.has('x', 'v1')).toBe(true);
  });
});
