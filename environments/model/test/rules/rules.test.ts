import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { formatPath } from '../../document/path.js';
import { RULES } from '../../rules/index.js';
import { CLUSTER_CASES } from './cluster-cases.js';
import { DATA_CASES } from './data-cases.js';
import { DELIVERY_CASES } from './delivery-cases.js';
import { DURATION_CASES } from './duration-cases.js';
import { IDENTITY_CASES } from './identity-cases.js';
import { NETWORK_CASES } from './network-cases.js';
import { environmentWith } from './rule-cases.js';
import { SERVICE_CASES } from './service-cases.js';
import { TEXT_CASES } from './text-cases.js';

const CASES = {
  ...IDENTITY_CASES,
  ...NETWORK_CASES,
  ...CLUSTER_CASES,
  ...DATA_CASES,
  ...DURATION_CASES,
  ...DELIVERY_CASES,
  ...SERVICE_CASES,
  ...TEXT_CASES,
};

describe('the rules', () => {
  it('each have cases that pass and cases that fail', () => {
    expect(Object.keys(CASES).sort()).toEqual(Object.keys(RULES).sort());
    for (const { accepts, refuses } of Object.values(CASES)) {
      expect(accepts.length).toBeGreaterThan(0);
      expect(refuses.length).toBeGreaterThan(0);
    }
  });

  it('are each in a file of their name', async () => {
    const files = (await readdir(join(import.meta.dirname, '../../rules'))).map((file) => file.replace(/\.ts$/, ''));
    expect(files).toEqual(expect.arrayContaining(Object.keys(RULES)));
  });

  it('find nothing in a valid environment', () => {
    expect(Object.values(RULES).flatMap((rule) => rule(environmentWith()))).toEqual([]);
  });

  it('give a verdict on everything that others refuse, without throwing', () => {
    for (const { refuses } of Object.values(CASES)) {
      for (const [changes] of refuses) {
        const environment = environmentWith(changes);
        expect(() => Object.values(RULES).map((rule) => rule(environment))).not.toThrow();
      }
    }
  });
});

describe.each(Object.entries(CASES))('rule %s', (name, { accepts, refuses }) => {
  const rule = RULES[name];

  it.each(accepts.map((changes) => [changes] as const))('accepts %j', (changes) => {
    expect(rule?.(environmentWith(changes))).toEqual([]);
  });

  it.each(refuses.map(([changes, ...problems]) => [changes, problems] as const))('refuses %j', (changes, problems) => {
    const found = rule?.(environmentWith(changes)).map(({ path, message }) => [formatPath(path), message]);
    expect(found).toEqual(problems);
  });
});
