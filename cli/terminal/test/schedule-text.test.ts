import { expect, it } from '@jest/globals';
import { scheduleText } from '../backups-text.js';
import { plain } from '../paint.js';

it('a schedule without plans and stores says so, and prints no head of a table', () => {
  const none = { environment: 'local', plans: [], stores: [], missing: ['nothing is backed up'] };
  const text = scheduleText(none, { width: 80, paint: plain });
  expect(text).toBe('No backup plan is declared.\n\n! nothing is backed up');
});
