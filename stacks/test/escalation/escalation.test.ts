import { readdirSync } from 'node:fs';
import { describe, expect, it, jest } from '@jest/globals';
import { type Environment, loadEnvironment } from '../../../environments/model/index.js';
import { policyDocument } from '../../../modules/policy-document.js';
import { pipelinePolicies } from '../../pipeline-policies.js';
import { type Collected, collect } from './collect.js';
import { isAllowed } from './evaluate.js';
import { GRANTED_BEYOND } from './granted-beyond.js';
import { KINDS } from './kinds.js';
import { PLANTED, PLANTED_UNDER_LOCK, plantedIn } from './planted.js';
import { search } from './search.js';

const ids = readdirSync('environments')
  .filter((file) => file.endsWith('.yaml') && file !== 'base.yaml')
  .map((file) => file.replace('.yaml', ''));

// Synthesizing all environments takes a while on a busy machine.
jest.setTimeout(300_000);

const collected = new Map<string, Collected>();

async function of(id: string): Promise<Collected> {
  const known = collected.get(id) ?? collect((await loadEnvironment(id)).environment);
  collected.set(id, known);
  return known;
}

describe('the policies of an environment', () => {
  it.each(ids)('of %s open no way to more', async (id) => {
    const all = await of(id);
    const { found, tried } = search(all);
    expect(found).toEqual([]);
    // None of it passes by looking at nothing.
    expect(all.policies).toBeGreaterThan(60);
    expect(all.roles.length).toBeGreaterThan(20);
    for (const kind of KINDS) expect([kind, tried[kind] > 0]).toEqual([kind, true]);
    const requests = Object.values(tried).reduce((sum, each) => sum + each, 0);
    expect(requests).toBeGreaterThan(10_000);
    console.info(`${id}: ${all.policies} policies of ${all.roles.length} roles, ${requests} paths tried`);
  });

  it('reach things of others only for reasons that are listed, each of which is met', async () => {
    const reasons = new Set<string>();
    for (const id of ids) for (const reason of search(await of(id)).reasons) reasons.add(reason);
    expect([...reasons].sort()).toEqual([...new Set(GRANTED_BEYOND.map(({ reason }) => reason))].sort());
  });
});

describe('the policies of an environment under Object Lock', () => {
  const locked = async () => {
    const known = collected.get('locked') ?? collect(await lockedEnvironment());
    collected.set('locked', known);
    return known;
  };

  it('let nobody shorten, end or abuse a retention, and the deploy role give the one that is asked for', async () => {
    const all = await locked();
    expect(search(all).found).toEqual([]);
    const deploy = all.roles.find(({ name }) => name === 'backlot-prod-deploy');
    if (!deploy) throw new Error('there is a deploy role');
    const resource = `arn:aws:s3:::backlot-prod-state-${all.environment.aws.accountId}/prod/releases/00000001.json`;
    const context = { 's3:object-lock-mode': 'GOVERNANCE', 's3:object-lock-remaining-retention-days': '365' };
    expect(isAllowed(deploy.rights, { action: 's3:PutObjectRetention', resource, context })).toBe(true);
  });

  it.each(PLANTED_UNDER_LOCK)('are found out: $title', async (planted) => {
    const { found } = search(plantedIn(await locked(), planted));
    expect(found.map(({ kind }) => kind)).toContain('state');
  });

  it('fit into what AWS takes for a policy', async () => {
    const { deploy } = pipelinePolicies((await locked()).environment);
    for (const statements of Object.values(deploy))
      expect(policyDocument(statements).length).toBeLessThanOrEqual(6_144);
  });

  it('are those of any other where nobody asks for it', async () => {
    const { environment } = await of('prod');
    const { deploy } = pipelinePolicies(environment);
    expect(JSON.stringify(deploy)).not.toContain('ObjectRetention');
  });
});

async function lockedEnvironment(): Promise<Environment> {
  const { environment } = await loadEnvironment('prod');
  const state = { objectLock: { mode: 'governance' as const, days: 365 } };
  return { ...environment, foundation: { ...environment.foundation, state } };
}

describe('the search', () => {
  it('has something planted for each kind', () => {
    expect([...new Set(PLANTED.map(({ kind }) => kind))].sort()).toEqual([...KINDS].sort());
  });

  it.each(PLANTED)('finds $kind: $title', async (planted) => {
    const { found } = search(plantedIn(await of('prod'), planted));
    expect(found.map(({ kind }) => kind)).toContain(planted.kind);
  });
});
