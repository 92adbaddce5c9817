import { describe, expect, it } from '@jest/globals';
import type { RecoveredThing } from '../../data/recover/index.js';
import { plain } from '../paint.js';
import { recoverText } from '../recover-text.js';

const key: RecoveredThing = {
  ...{ name: 'keys.data', stack: 'foundation', address: 'aws_kms_key.data-key', label: 'encryption key' },
  ...{ physical: '4cb75f7a', state: 'waits for deletion', until: '2026-12-07T17:31:55.000Z', outcome: 'waits' },
  command: 'backlot recover local keys.data',
};
const text = (thing: RecoveredThing) => recoverText({ environment: 'local', things: [thing] }, plain);

describe('what can be taken back, in words', () => {
  it('is told with its date and its command while it waits', () => {
    expect(text(key)).toBe(
      'keys.data: encryption key 4cb75f7a waits for deletion, gone for good on 2026-12-07T17:31:55.000Z\n  take it back: backlot recover local keys.data',
    );
  });

  it('waits for nothing any more once it was taken back', () => {
    expect(text({ ...key, outcome: 'recovered' })).toBe('keys.data: encryption key 4cb75f7a: taken back');
  });
});
