import { describe, expect, it } from '@jest/globals';
import type { BackupProof, ProofAssertion } from '../backup-proof.js';
import { judgedProof } from '../judged-proof.js';

const passed = (store: string, name: string, expected = 'x'): ProofAssertion => ({
  ...{ store, name, outcome: 'passed', expected, actual: expected },
});

function proof(assertions: readonly ProofAssertion[], more: Partial<BackupProof> = {}): BackupProof {
  const facts = { set: '20261121t101717-3f9a', at: '2026-11-21T10:20:00.000Z', rpoSeconds: 1, rtoSeconds: 1 } as const;
  return { ...facts, outcome: 'proven', assertions, ...more };
}

describe('a proof of an earlier version', () => {
  it('failed where nothing was counted, and says which store', () => {
    const old = proof([passed('main', 'connect'), passed('main', 'tables', 'none recorded'), passed('*', 'RTO')]);
    const judged = judgedProof(old, {});
    expect(judged.outcome).toBe('failed');
    expect(judged.assertions.at(-1)).toMatchObject({ store: 'main', name: 'contents', outcome: 'failed' });
  });

  it('failed for a cache of which only the engine was looked at, unless the environment leaves it out', () => {
    const old = proof([passed('main', 'rows of public.films'), passed('cache', 'restored'), passed('cache', 'engine')]);
    expect(judgedProof(old, {}).outcome).toBe('failed');
    const except = { cache: [{ reason: 'services fill it again' }] };
    const backup = { proof: { maxAge: '7d', assertions: {}, except } };
    expect(judgedProof(old, { backup } as never).outcome).toBe('proven');
    const part = { cache: [{ tables: 'x', reason: 'some of it' }] };
    expect(judgedProof(old, { backup: { proof: { ...backup.proof, except: part } } } as never).outcome).toBe('failed');
  });

  it('stays proven where something of each store was counted', () => {
    const old = proof([
      passed('main', 'rows of public.films'),
      passed('uploads', 'restored'),
      passed('uploads', 'objects'),
    ]);
    expect(judgedProof(old, {})).toBe(old);
  });
});

it('a proof that says what it counted is taken as it is', () => {
  const mine = proof([passed('main', 'connect')], { counted: ['main'] });
  expect(judgedProof(mine, {})).toBe(mine);
  const failed = proof([], { outcome: 'failed' });
  expect(judgedProof(failed, {})).toBe(failed);
});
