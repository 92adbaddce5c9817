import { describe, expect, it } from '@jest/globals';
import { judgeUnsaved, type StateVersion } from '../unsaved-verdict.js';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 1, 12, minute));
const state = (serial: number, minute: number, more: Partial<StateVersion> = {}): StateVersion => ({
  lineage: 'a',
  serial,
  lastModified: at(minute),
  resources: [{ address: `aws_vpc.of-serial-${serial}` }],
  ...more,
});

describe('a state that an apply could not store', () => {
  const unsaved = state(7, 10);

  it.each([
    ['nothing is stored, and it went on from nothing', undefined, 'none'],
    ['nothing is stored, and it is not known what it went on from', undefined, undefined],
    ['what it went on from is stored', state(6, 5), { lineage: 'a', serial: 6 }],
    ['that is stored, by a store whose clock is wrong', state(6, 50), { lineage: 'a', serial: 6 }],
    ['an ancestor of that is stored, because the store lost the newest', state(5, 50), { lineage: 'a', serial: 6 }],
    ['it counted up with each try to store', state(4, 5), { lineage: 'a', serial: 4 }],
    ['the apply itself has stored what it had by then', state(5, 9), { lineage: 'a', serial: 4 }],
    ['the apply began with nothing, and has stored what it had by then', state(1, 9), 'none'],
    ['nothing was stored since, and it is not known what it went on from', state(6, 5), undefined],
  ] as const)('is stored when %s', (_, stored, base) => {
    expect(judgeUnsaved(unsaved, stored, base)).toEqual({ kind: 'successor' });
  });

  it('is let go when it is stored already', () => {
    expect(judgeUnsaved(unsaved, state(7, 20), { lineage: 'a', serial: 6 })).toEqual({ kind: 'stored' });
  });

  it.each([
    ['another lineage is stored', state(1, 5, { lineage: 'b' }), { lineage: 'a', serial: 6 }, 'lineage b, not a'],
    ['a newer one is stored', state(9, 20), { lineage: 'a', serial: 6 }, 'newer (serial 9, the kept one has 7)'],
    [
      'another one of its serial is stored',
      state(7, 20, { resources: [{ address: 'aws_vpc.other' }] }),
      { lineage: 'a', serial: 6 },
      'newer (serial 7',
    ],
    [
      'somebody has stored another one since',
      state(6, 20),
      { lineage: 'a', serial: 5 },
      'another state since (serial 6',
    ],
    ['so they have, and its base is not known', state(6, 20), undefined, 'another state since (serial 6'],
    ['the state that it comes after is gone', undefined, { lineage: 'a', serial: 6 }, 'stored no more'],
  ] as const)('is not stored when %s', (_, stored, base, reason) => {
    expect(judgeUnsaved(unsaved, stored, base)).toEqual({ kind: 'refused', reason: expect.stringContaining(reason) });
  });
});
