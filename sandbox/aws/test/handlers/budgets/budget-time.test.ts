import { describe, expect, it } from '@jest/globals';
import { fromBudgetTime, toBudgetTime } from '../../../handlers/budgets/budget-time.js';

describe('budget times', () => {
  it('are UTC, whatever the zone of the machine', () => {
    expect(toBudgetTime('2026-11-01_08:30').toISOString()).toBe('2026-11-01T08:30:00.000Z');
  });

  it('come back in the form in which they were declared', () => {
    expect(fromBudgetTime(toBudgetTime('2087-06-15_00:00'))).toBe('2087-06-15_00:00');
  });

  it('are null where a budget has none', () => {
    expect(fromBudgetTime(undefined)).toBeNull();
  });
});
