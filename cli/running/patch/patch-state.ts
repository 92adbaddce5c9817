import type { PatchItem, PatchState } from './patch-result.js';

const SOON_DAYS = 180;

/** How urgent something is, by its deadline and by what is newer. */
export function stateOf(
  item: { readonly deadline?: string; readonly newest?: string; readonly next?: string },
  on: string,
): PatchState {
  const { deadline, newest, next } = item;
  if (deadline !== undefined && deadline < on) return 'past';
  if (deadline !== undefined && daysBetween(on, deadline) <= SOON_DAYS) return 'soon';
  return newest || next ? 'behind' : 'current';
}

/** Most urgent first: by state, then by deadline, then by name. */
export function byUrgency(items: readonly PatchItem[]): PatchItem[] {
  const order: readonly PatchState[] = ['past', 'soon', 'behind', 'unknown', 'current'];
  const late = '9999';
  return [...items].sort(
    (a, b) =>
      order.indexOf(a.state) - order.indexOf(b.state) ||
      (a.deadline ?? late).localeCompare(b.deadline ?? late) ||
      a.kind.localeCompare(b.kind) ||
      a.name.localeCompare(b.name),
  );
}

/** Whole days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return Math.floor((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
