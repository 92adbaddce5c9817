import { describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { toKwok } from '../stages/stage.js';
import { stageFile, stages } from '../stages/stages.js';

interface KwokStage {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly selector: { readonly matchExpressions: readonly { readonly key: string; readonly operator: string }[] };
    readonly next: { readonly statusTemplate?: string; readonly delete?: boolean };
  };
}

describe('stages of simulated objects', () => {
  it('are one document each, with a name of their own', async () => {
    const documents = parseAllDocuments(await stageFile()).map((each) => each.toJS() as KwokStage);
    expect(documents).toHaveLength(stages.length);
    expect(new Set(documents.map(({ metadata }) => metadata.name)).size).toBe(stages.length);
    expect(new Set(documents.map(({ kind }) => kind))).toEqual(new Set(['Stage']));
  });

  it('never lead a pod that is being deleted back to life', () => {
    for (const { name, kind, when, next } of stages.filter((stage) => stage.kind === 'Pod')) {
      const about = when.find(({ jq }) => jq === '.metadata.deletionTimestamp');
      expect([name, kind, about !== undefined]).toEqual([name, kind, true]);
      if (next.delete) expect(about?.is).toBe('there');
    }
  });

  it('wait as long as a pod asks, also where the wait is spread', () => {
    const stage = toKwok({
      name: 'x',
      kind: 'Pod',
      when: [],
      delay: { ms: 100, spreadMs: 300, jq: '"20s"' },
      next: { delete: true },
    });
    expect(stage).toMatchObject({
      spec: { delay: { durationFrom: { expressionFrom: '"20s"' }, jitterDurationFrom: { expressionFrom: '"20s"' } } },
    });
  });
});
